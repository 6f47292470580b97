"""Sentences made up from general knowledge of how news and résumés name people.

Broadcast news has no bylines, hardly any rosters and few plain people, so names put together anew are set
into frames: posts, verbs of speech, doings, forms of address, particulars in brackets. The frames are a
systematic list, each kind made of word lists, and are taken from no article.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from names.texts import Text, tagged


def _words(listed: str) -> list[str]:
    return listed.split()


def _parts(listed: str) -> list[str]:
    """Entries parted by strokes and line breaks; a written line break is meant as one."""
    lines = listed.strip().split("\n")
    return [part.replace("\\n", "\n") for line in lines for part in line.strip().split("|")]


SPEECH = _words(
    """
    说 表示 介绍 介绍说 告诉记者 告诉我们 指出 强调 认为 坦言 回忆 回忆说 解释 解释说 透露 感慨 感叹
    笑着说 高兴地说 激动地说 补充道 说道 称 直言 提醒 建议 呼吁 回应 答道 问道 自豪地说 动情地说
    算了一笔账 在会上说 在接受采访时说 接受记者采访时表示
    """
)
DOINGS = _words(
    """
    每天 每年 常常 经常 已经 正在 正 就 也 还 又 便 才 曾 曾经 从 在 把 将 被 对 向 给 为 与 跟 是 有
    没有 没 不 主动 立即 马上 当即 连忙 赶紧 深知 深感 深受 深入 年轻时 亲自 亲手 带着 带领 率领 拿出
    拿着 来到 走进 回到 赶到 看到 看着 听到 想起 决定 打算 开始 负责 坚持 成为 担任 当选 获得 荣获 出席
    主持 参加 陪同 出生于 毕业于 毕业 生于 出任 接任 退休 去世 逝世 家住 住在 站在 坐在 手里 心里 终于
    一直 一边 一家 一行 夫妇 本人 自己 自幼 今年 去年 当年 当时 那时 后来 最终 随后 先后 分别 忙着 学会
    靠 用 让 请 捧着 抱着 指着 望着 握着 特意 专程 连夜 脸上 眼里 身上 家里 身边 名下 等人 等同志 等一行
    和同事 和妻子 和队友 及其 的 家 劲头十足 干劲十足 信心满满 满怀信心
    深有感触 感触颇深 乐开了花 喜上眉梢 红了眼眶 激动不已
    忙得不可开交 笑得合不拢嘴 松了一口气 点点头 摆摆手 眼含热泪
    如数家珍
    捐款 捐赠 出资 拿起 扛着 背着 骑着
    """
)
TAILS = _parts(
    """
    ，路修通了。|，大家都很高兴。|工作会议。|了一批新设备。|孩子们的学习情况。|：“这几年变化真大。”
    ，收入比去年多了。|。|，|村里的老人。|项目的进展。|到县里开会。|学校的老师和学生。
    产业发展的新路子。|好消息。|，心里暖洋洋的。|干部群众一起干。|技术培训班。
    """
)
ORGANS = [""] * 4 + _parts(
    """
    县委|市委|省委|县扶贫办|镇党委|村党支部|市教育局|县人民医院|县农业农村局|省水利厅|乡政府
    区卫生健康局|第一小学|中心卫生院|合作社|集团公司|研究所|大学|街道办事处|志愿服务队|驻村工作队|国家队
    法院|检察院|派出所|当地|本村|附近|我国著名|年轻的
    """
)
MORE_POSTS = _words(
    """
    副主任医师 主治医生 班主任 带头人 技术员 致富能手 养殖户 种植户 队友 教练 中国选手 运动员 飞行员
    航天员 法官 检察官 民警 交警 消防员 快递员 外卖员 店主 老板娘 妻子 丈夫 儿子 女儿 父亲 母亲 哥哥
    弟弟 姐姐 妹妹 孙子 爷爷 奶奶 同事 邻居 朋友 老乡 同学 徒弟 师傅 烈士 英雄 劳模 作曲家 画家 书法家
    诗人 科学家 歌手 影星 主演 主编 发言人 总指挥 司令员 政委 连长 排长 战友 党委书记 支部委员 组织委员
    工会主席 监事 独立董事 财务总监 副董事长 首席专家 项目经理 大队长 支队长 分管领导 新任校长 原县长
    时任局长 现年50岁的 名叫 叫做 叫
    """
)
STYLED = _words(
    """
    校长 老师 教授 副教授 书记 主任 院长 局长 县长 市长 医生 先生 女士 同志 部长 主席 院士 博士 律师
    师傅 大夫 将军 处长 科长 队长 董事长 总经理 经理 厂长 站长 镇长 教练 大使 司令员 烈士 同学 小姐 夫妇
    大爷 大娘 阿姨
    """
)
GROUPS = _parts(
    """
    参加会议的还有|出席开幕式的有|主演：|获奖者有|成员包括|队员|委员：|记者|本报记者|专家组成员|中国选手
    受表彰的有|候补委员|编剧|导演|演员
    """
)
BYLINES = _parts(
    r"""
    本报记者 {}|记者 {} 通讯员 {}|（记者{}）|（记者 {}）|（通讯员 {} {}）|通讯员 {} 报道|（{} {}）
    文/{} 图/{}|文：{}|图：{}|作者：{}\n|编辑：{}\n|责任编辑：{}|责编 {}|校对 {}|审核：{}
    编辑：{} 审核：{}|（编辑：{}）|（责编：{}、{}）|摄影 {}|{}摄|本报讯（记者{}）|（作者{}系本报记者）
    新华社记者{}摄|据新华社电（记者{}、{}）|记者{}报道|记者{}、{}报道|（{}）\n|（{} 文/图）|主播 {}
    制片人：{}\n|摄像：{} {}|监制/{}\n|来源：本报 作者：{}
    """
)
PLAIN = _parts(
    """
    任命{}为|免去{}的职务|选举{}为主席|授予{}同志荣誉称号|向{}学习|以{}为组长的|以{}为首的|在{}家里，
    走进{}家，|来到{}家中|在{}的带领下，|在{}看来，|据{}介绍，|据{}说，|跟着{}学技术|和{}一起|与{}结对
    对{}说|告诉{}，|请{}来讲课|让{}没想到的是，|给{}打电话|由{}担任|由{}主持|采访了{}，|见到{}时，
    是{}的|，{}和{}|像{}这样的|被告人{}|犯罪嫌疑人{}|这位{}|{}、{}、{}等人|{}、{}分获冠亚军
    {}（右）与{}（左）|{}和{}是夫妻|{}与{}|{}对{}|{}胜{}|学习{}同志的先进事迹|悼念{}同志|{}著|{}译
    {}主编|{}饰演的|{}：我|——{}|“{}”|《{}传》|是{}。|有{}，|找{}，|找到{}。|叫{}，|叫{}。|名叫{}的
    {}打败{}
    """
)
LIFE = _parts(
    """
    男|女|男，汉族|女，汉族|男，中国国籍|女，中国国籍|男，1966年出生|1958年生|1971年5月出生|男，46岁
    女，29岁|男，中国籍|大学本科学历|硕士|博士|高级工程师|中共党员|现任公司董事|现任公司独立董事|董事长
    副总经理|历任工程师、车间主任|出生于1963年|汉族|本科学历|1949年出生|工商管理硕士|会计师
    """
)
LIFE_TAILS = _parts(
    """
    ，大学学历，高级工程师。|，毕业于北京大学，曾任厂长、党委书记。|，中国国籍，硕士研究生学历。
    ，历任技术员、工程师、副总经理。|，中共党员，注册会计师。|，现任本公司监事会主席。|。|，|；
    ，1985年参加工作，任公司董事、总经理。|，1990年至1996年任研究所所长。
    ，先后担任财务部经理、董事会秘书等职。|，享受国务院政府特殊津贴。
    ，曾任中国科学院研究员、博士生导师。
    """
)
TRADES = _words(
    """
    科技 电子 实业 医疗器械 化学 化工 矿业 证券 药业 生物技术 信息技术 房地产开发 投资 控股 国际贸易
    食品 水产 纺织 服饰 汽车 机械 钢铁 能源 电力 通信 网络 软件 文化传媒 旅游 物流 建设 建筑工程 新材料
    光电 教育 管理咨询 保险 百货 橡胶 水泥 煤业
    """
)
FIRMS = _parts(
    """
    有限公司|股份有限公司|集团有限公司|集团|公司|有限责任公司|集团公司|总公司|厂|股份
    """
)
SERVED = _parts(
    """
    任|现任|曾任|历任|担任|时任|，任|至今任|起任|2003年3月至2006年12月任|2011年5月至今任|同时任|兼任
    ，现任|就职于|曾就职于|任职于|供职于|加入|与|来自|由
    """
)
CHAIRS = _parts(
    """
    董事长|总经理|副总经理|董事|独立董事|监事|财务部经理|总工程师|车间主任|厂长|董事会秘书|法律顾问
    技术员
    """
)
OPENINGS = ["", "", "，", "对此，", "如今，", "当天，"]
RARE_SHARE = 0.25
BRAND = "华泰兴达丰盛恒信通远新天海安康乐美佳龙金银江南方正东富强利民广源和宏伟嘉瑞祥鑫隆科创联合百世纪时代"


class Maker:
    """Makes texts with names put together of usual parts."""

    def __init__(
        self,
        names: Sequence[str],
        surnames: Sequence[str],
        rare: Sequence[str],
        compounds: Sequence[str],
        posts: Sequence[str],
    ) -> None:
        """Take names to borrow given characters from, surnames (by frequency, rare, compound), and posts."""
        self._chance = random.Random(11)
        self._rare = rare
        self._surnames = surnames
        self._weights = [1.0 / (12 + rank) for rank in range(len(surnames))]
        self._compounds = compounds
        self._posts = [*posts, *MORE_POSTS]
        self._long = [name for name in names if len(name) == 3]
        self._short = [name for name in names if len(name) == 2]

    def __call__(self, count: int) -> list[Text]:
        """So many texts of all kinds; each begins with a full stop, as if something stood before it."""
        kinds: list[Callable[[], str]] = [
            *[self._speech] * 6,
            *[self._doing] * 8,
            *[self._styled] * 3,
            *[self._said_before] * 2,
            *[self._roster] * 3,
            *[self._byline] * 2,
            *[self._bracket] * 2,
            *[self._plain] * 5,
            *[self._life] * 5,
            *[self._firm] * 5,
        ]
        return [self._filled(self._chance.choice(kinds)()) for _ in range(count)]

    def name(self) -> str:
        """A name: every fifth of two characters, every fortieth with a compound surname.

        Every fourth has a rare surname, so that the surroundings, not the surname, must tell.
        """
        pick = self._chance
        compound = pick.random() < 0.025
        surname = pick.choice(self._compounds) if compound else pick.choices(self._surnames, self._weights)[0]
        if not compound and pick.random() < RARE_SHARE:
            surname = pick.choice(self._rare)
        if pick.random() < (0.4 if compound else 0.2):
            return surname + pick.choice(self._short if pick.random() < 0.7 else self._long)[-1]
        given = pick.choice(self._long)[1:]
        return surname + (given if pick.random() < 0.6 else given[0] + pick.choice(self._long)[2])

    def _filled(self, frame: str) -> Text:
        plain, spans = "。", []
        pieces = frame.split("{}")
        for piece in pieces[:-1]:
            name = self.name()
            plain += piece
            spans.append((len(plain), len(plain) + len(name)))
            plain += name
        plain += pieces[-1]
        return Text(plain, tagged(plain), spans, [], "made")

    def _of(self, words: Sequence[str]) -> str:
        return self._chance.choice(words)

    def _post(self) -> str:
        return self._of(ORGANS) + self._of(self._posts)

    def _speech(self) -> str:
        post = self._post() if self._chance.random() < 0.7 else self._of(("", "", "，", "——"))
        return post + "{}" + self._of(SPEECH) + self._of(("，", "：“", "。", self._of(TAILS)))

    def _doing(self) -> str:
        post = self._post() if self._chance.random() < 0.6 else self._of(OPENINGS)
        return post + "{}" + self._of(DOINGS) + self._of(TAILS)

    def _styled(self) -> str:
        before = self._of(("", "", self._of(ORGANS), "和", "对", "据", "是", "，", "跟着"))
        return before + "{}" + self._of(STYLED) + self._of((*SPEECH, *DOINGS)) + self._of(TAILS)

    def _said_before(self) -> str:
        after = self._of((*SPEECH, *DOINGS))
        return self._of(("“日子好多了。”", "真不容易！”", "大家一起干。”")) + "{}" + after + self._of(TAILS)

    def _roster(self) -> str:
        size = self._chance.randint(2, 6)
        parted = self._of(("、", "、", "、", " ", "，", "和"))
        if parted == "、" and self._chance.random() < 0.3:
            listed = "、".join(self._of(self._posts) + "{}" for _ in range(size))
        else:
            listed = parted.join(["{}"] * size)
        after = self._of(("等", "。", "，", "等人", "\n", "出席会议。", "参加。"))
        return self._of((*GROUPS, "")) + listed + after

    def _byline(self) -> str:
        return self._of(("", "", "\n", "报道。")) + self._of(BYLINES)

    def _bracket(self) -> str:
        particulars = self._of((*LIFE, "化名", "右二", "左", "中", "前排右", *self._posts))
        post = self._post() if self._chance.random() < 0.6 else ""
        return post + "{}（" + particulars + "）" + self._of((*SPEECH, *DOINGS, "、{}")) + self._of(TAILS)

    def _plain(self) -> str:
        return self._of(("", "", "，", "他", "今天，")) + self._of(PLAIN) + self._of(TAILS)

    def _life(self) -> str:
        style = self._of(("", "", "", "先生", "女士", "同志"))
        return "{}" + style + self._of(("：", "，", "，", "，", "（")) + self._of(LIFE) + self._of(LIFE_TAILS)

    def _firm(self) -> str:
        """A firm's name, which holds no person's, after the verbs that go with posts."""
        size = self._chance.choice((2, 2, 2, 3))
        brand = "".join(self._of(BRAND) for _ in range(size))
        place = self._of(("", "", "", "北京", "上海", "江苏", "广东", "深圳市", "浙江"))
        firm = place + brand + self._of(TRADES) + self._of(FIRMS)
        before = self._of(("", "", "{}，男，", "，", "1992年毕业，"))
        after = self._of(("。", "，", "、", "；", *TAILS))
        return before + self._of(SERVED) + firm + self._of(CHAIRS) + after
