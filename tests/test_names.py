"""Names found in sentences and articles written for the purpose."""

import gzip
import json
import pathlib
import re
import time
from itertools import pairwise

import pytest
import rjieba

from extract.pipes.people.candidates import Lexicon, read_list, sites
from extract.pipes.people.lattice import Candidate, choose
from extract.pipes.people.model import escape, unescape
from extract.pipes.people.names import NameFinder

ROOT = pathlib.Path(__file__).resolve().parent.parent
RULES = ROOT / "rules" / "people"
CORPORA = ROOT.parent / "shared" / "corpora"


def tagged(plain):
    words, at = [], 0
    for word, tag in rjieba.tag(plain):
        words.append((at, at + len(word), tag))
        at += len(word)
    return words


@pytest.fixture(scope="module")
def finder():
    return NameFinder.load(RULES)


def names(finder, plain, known=frozenset()):
    mentions = finder(plain, tagged(plain), known)
    for before, after in pairwise(mentions):
        assert before.end <= after.start
    assert all(0 <= mention.score <= 1 for mention in mentions)
    return [plain[mention.start : mention.end] for mention in mentions]


# Names stand in square brackets.
SENTENCES = """
县水务局局长[秦怀远]说，水渠年底完工。
村支书[罗长庚]说：“路通了，日子就好过了。”
[欧阳子墨]表示，支教队员已经到岗。
镇党委书记[唐维新]告诉记者，合作社的红薯粉卖到了外地。
市教育局副局长[白丽娟]在会上强调，要把课后服务办好。
驻村第一书记[葛文涛]每天早上都要去大棚看看。
[邓少华]是县人民医院的一名护士。
[孟庆云]今年五十二岁，种了三亩果园。
贫困户[苏大柱]家里盖了新房。
村民[贺国强]笑着说，今年的收成比去年好。
副县长[杜建业]、教育局局长[白雪梅]、校长[贺敏]等参加了仪式。
骨科医生[唐一鸣]告诉记者，手术很顺利。
本报记者 [秦小禾] 通讯员 [葛文涛]
（记者 [宋晓楠] 通讯员 [梁志鹏]）
记者[陈思雨]报道
（编辑：[许佳宁]）
责任编辑：[段文博]
摄影：[沈一凡]
文/[韩雨桐] 图/[曹俊杰]
作者：[薛冬梅]
[冯建军]（男，38岁）获得二等奖。
[田秀兰]，女，1966年出生，中共党员。
[马永福]：男，汉族，高级工程师，现任公司董事。
[袁丽华]女士，1972年出生，会计师。
[韦国栋]先生，本科学历，历任技术员、车间主任。
任命[郝志强]为县发展和改革局局长。
县人大常委会免去[彭立群]的副县长职务。
会议选举[潘向东]为协会主席。
“以前喝水要走两里地。”[丁秀英]说。
“这条路修了三年。”[侯建平]告诉我们。
在[蒋玉梅]家里，墙上挂满了奖状。
走进[常德明]家，院子打扫得干干净净。
在[石建国]的带领下，全村种上了茶树。
据[范晓东]介绍，基地有二十座大棚。
和[康丽娜]一起来的还有两位老师。
对口帮扶的老师[毛雨欣]也留了下来。
[龚建华]校长来到教室，和孩子们聊了起来。
[严立新]教授正在给学员讲课。
[钱文静]老师每周上十二节课。
[陆振宇]书记走遍了全村一百多户。
[顾明远]院士作了主题报告。
队长[叶志远]带领队员连夜赶到现场。
院长[戴玉兰]带着医疗队进了山。
主任[夏明亮]深知群众看病难。
护士长[邱小燕]忙到深夜才下班。
校长[孔令辉]把学生送到村口。
医生[崔立]和[汪小舟]在门诊坐诊。
参加会议的还有[胡明]、[李伟]、[赵建设]。
出席开幕式的有[张国荣]、[刘桂芳]、[王海涛]等。
[李晓明]、[王丽娟]、[张凯]三人获得一等奖。
获奖者有[何佳]、[林志颖]和[吴桂英]。
[黄志明]和妻子[李秀芬]开了一家小店。
[诸葛明辉]说，茶叶今年涨价了。
村医[司马文]说，他背着药箱走村串户。
记者[上官雪]从现场发回报道。
教师[欧阳静]来自长沙。
[皇甫国华]教授介绍了研究进展。
技术员[令狐小刚]在田里查看苗情。
志愿者[尉迟敏]每周都来陪老人聊天。
[夏侯军]担任队长。
农民[赵喜来]靠养蜂脱了贫。
大学生[徐一诺]回乡办起了电商。
创始人[魏子轩]认为，市场很大。
董事长[程立峰]出席签约仪式。
总经理[曾庆丰]表示，公司将扩大招工。
律师[俞海燕]提醒，签合同要看清条款。
民警[姜涛]赶到后疏散了群众。
消防员[贾大勇]冲进火场。
运动员[尹晓雨]打破了纪录。
画家[阎立平]的作品在馆内展出。
作家[柳青云]来到学校。
村主任[洪国良]拿出一张规划图。
[樊春生]夫妇承包了五十亩鱼塘。
[谭秀珍]一家搬进了新居。
[余小兵]等人被授予荣誉称号。
授予[武建新]同志劳动模范称号。
[苗雨]的父亲在外地打工。
教练[温志刚]对比赛结果很满意。
副主任医师[庞立军]每周到乡镇坐诊。
养殖户[阮文忠]今年卖了三百只羊。
[卢思远]从师范学院毕业后回到家乡。
记者见到[殷小龙]时，他正在地里干活。
[易建国]曾在部队服役。
州长[关海山]致辞。
研究员[牛立新]指出，品种要适应当地气候。
[聂小倩]荣获第一名。
所长[靳东升]陪同检查。
校长[焦玉珍]介绍说，学校有三百名学生。
[向文波]局长到企业走访。
代表[喻晓玲]建议，加快修路。
班主任[盛小云]把学生当成自己的孩子。
[左志成]主任说，药品已经到货。
快递员[项伟]
教师[宁静]老师、[童欣]老师坚持家访。
""".strip().split("\n")

NOBODY = """
全县高度重视任务落实，方向明确，安全第一，和谐发展。
石家庄和郑州的企业向贫困村捐赠了万元物资。
孙医生和姚老师到了村里，张主任也来了。
康复治疗和保健服务由专家施展。
高质量发展离不开党的领导。
群众的幸福感和安全感明显提升。
山坡上开满了蒲公英。
车队穿过戈壁滩。
他向村里递交了入党申请书。
金银花丰收了，合作社的社员都很高兴。
王某和李某被依法处理。
王总说，工厂下个月开工。
华夏通达科技股份有限公司在这里建厂。
方正达实业有限公司捐款二十万元。
沿着黄河大堤一路向东。
施工队正在安装路灯。
任何单位和个人不得占用农田。
从今年起，从严管理，从实际出发。
由于连日降雨，水位上涨。
应当尽快修复道路。
文化和旅游部门联合举办展览。
江苏、浙江、安徽三省共同签署协议。
白菜、萝卜、黄瓜都已经上市。
田间地头，农技人员忙着指导。
马路两边种满了杨树和柳树。
牛羊满圈，粮食满仓。
石榴红了，梅花开了。
高铁开通以后，游客越来越多。
广西、宁夏、新疆等地也有分布。
双方就加强合作达成一致。
时间紧，任务重，困难多。
水泥路通到了家门口。
钱从哪里来，人往哪里去。
严格落实责任，认真查找问题。
老王和小李是邻居。
""".strip().split("\n")


@pytest.mark.parametrize("marked", SENTENCES)
def test_names_in_sentences(finder, marked):
    plain = re.sub(r"[\[\]]", "", marked)
    assert names(finder, plain) == re.findall(r"\[(.+?)\]", marked)


@pytest.mark.parametrize("plain", ["", "。", *NOBODY])
def test_no_names(finder, plain):
    assert names(finder, plain) == []


def test_a_name_is_known_everywhere_in_the_article(finder):
    plain = "援派医生冯晓岚来自杭州。冯晓岚每天早上查房。病人都说冯晓岚好。晚上冯晓岚还要备课。"
    assert names(finder, plain) == ["冯晓岚"] * 4


def test_a_studio_named_after_a_person_is_no_mention(finder):
    plain = "教师许文静说，课很受欢迎。许文静名师工作室上月成立。"
    assert names(finder, plain) == ["许文静"]


def test_known_names_are_always_taken(finder):
    plain = "大家跟着扎西次仁走，也问了问阿古。"
    known = frozenset({"扎西次仁", "阿古"})
    assert names(finder, plain, known) == ["扎西次仁", "阿古"]
    assert names(finder, plain, frozenset({"大家", "大"}))[0] == "大家"


def test_parts_of_transliterated_names_are_left_alone(finder):
    assert names(finder, "雪克来提·马克说，艾力·高明也来了。") == []


def test_choose_takes_the_best_set_without_overlap():
    found = [
        Candidate(0, 3, 2.0),
        Candidate(2, 5, 3.0),
        Candidate(5, 7, 1.0),
        Candidate(0, 2, 1.5),
        Candidate(8, 9, -1.0),
    ]
    assert choose(found) == [Candidate(0, 2, 1.5), Candidate(2, 5, 3.0), Candidate(5, 7, 1.0)]


def test_a_surname_inside_the_word_before_is_seen():
    lexicon = Lexicon(
        frozenset("葛"),
        frozenset(),
        frozenset({"纠葛"}),
        frozenset(),
        frozenset(),
        frozenset(),
        frozenset(),
        frozenset(),
        {},
        ({}, {}, {}, {}),
    )
    words = [(0, 3, "nr"), (3, 4, "v")]
    assert [(site.start, site.ends) for site in sites("但葛菲说", words, lexicon)] == [(1, (3,))]
    assert list(sites("纠葛菲说", [(0, 2, "n"), (2, 4, "n")], lexicon)) == []


@pytest.mark.parametrize("value", ["\n", "a\\n", "\t\\", "、", "\\x\x85"])
def test_values_survive_writing(value):
    assert "\n" not in escape(value)
    assert "\t" not in escape(value)
    assert unescape(escape(value)) == value


def test_word_lists_are_clean():
    for name in (
        "surnames",
        "compound_surnames",
        "not_names",
        "not_given",
        "common_words",
        "introducing_words",
    ):
        lines = (RULES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        entries = [line for line in lines if line and not line.startswith("#")]
        assert len(entries) == len(set(entries)), name
    assert all(len(surname) == 1 for surname in read_list(RULES / "surnames.txt"))
    assert all(len(surname) == 2 for surname in read_list(RULES / "compound_surnames.txt"))


@pytest.mark.parametrize("unit", ["王", "欧阳", "张王李赵、", "王 ", "司马光司马"])
def test_hostile_text_costs_no_more_than_its_length(finder, unit):
    def seconds(size):
        plain = (unit * size)[:size]
        words = [(at, at + 1, "nr") for at in range(size)]
        began = time.perf_counter()
        finder(plain, words)
        return time.perf_counter() - began

    seconds(2_000)
    assert seconds(40_000) < 12 * seconds(8_000) + 0.2


LEAST_SURNAMES = 580
LEAST_ORACLE_RECALL = 0.95


def test_there_are_surnames_enough():
    surnames = read_list(RULES / "surnames.txt") | read_list(RULES / "compound_surnames.txt")
    assert len(surnames) >= LEAST_SURNAMES


def test_few_names_are_never_thought_of(finder):
    """No weight can find a name that is no candidate: nearly all Han names of the newspaper must be."""
    path = CORPORA / "ner-people-daily-dev.jsonl.gz"
    if not path.exists():
        pytest.skip("no corpora beside the repository")
    wanted = reached = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            text = "。" + item["text"]
            names = {
                (span["start"] + 1, span["end"] + 1)
                for span in item["spans"]
                if span["label"] == "PER"
                and (
                    (len(span["text"]) in {2, 3} and span["text"][0] in finder.lexicon.surnames)
                    or (len(span["text"]) in {3, 4} and span["text"][:2] in finder.lexicon.compounds)
                )
            }
            wanted += len(names)
            reached += len(names & finder.reachable(text, tagged(text)))
    assert reached / wanted >= LEAST_ORACLE_RECALL, f"{reached} of {wanted}"


def test_speed_on_news(finder):
    path = CORPORA / "cctv-hans.jsonl.gz"
    if not path.exists():
        pytest.skip("no corpora beside the repository")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [
            re.sub("<[^>]+>", "\n", json.loads(line)["html"])
            for line, _ in zip(lines, range(150), strict=False)
        ]
    words = [tagged(text) for text in texts]
    began = time.perf_counter()
    for text, tags in zip(texts, words, strict=True):
        finder(text, tags)
    assert (time.perf_counter() - began) / sum(map(len, texts)) < 15e-6  # the aim is a tenth; machines differ
