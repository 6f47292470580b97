"""The simplified twin: hostile cases, comparison with OpenCC itself, properties, script."""

import gzip
import json
import pathlib
import tomllib
import unicodedata

import jieba
import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.simplify import Simplifier
from extract.simplify_tables import GB2312

REPOSITORY = pathlib.Path(__file__).parents[1]
RULES = REPOSITORY / "rules"
CORPUS = REPOSITORY.parent / "shared" / "corpora" / "hk-hant.jsonl.gz"
DICTIONARIES = pathlib.Path(opencc.__file__).parent / "dictionary"

simplify = Simplifier.load(RULES)


def keys_of(*names: str) -> list[str]:
    """The keys of some of OpenCC's dictionaries."""
    lines = (
        line for name in names for line in (DICTIONARIES / name).read_text(encoding="utf-8").splitlines()
    )
    return [line.split("\t")[0] for line in lines if "\t" in line]


# --- cases -----------------------------------------------------------------------------------

# surface, twin; one word alone stays as it is.
CASES = """
江乾區 江干区|江乾区 江干区|蔘加 参加|參加 参加|衞生 卫生|衛生 卫生|説 说|說 说|羣眾 群众|群衆 群众
審籤 审签|開闢 开辟|裏面 里面|裡面 里面|後面 后面|皇后 皇后|餘羽 余羽|業餘 业余|若乾名乾部 若干名干部
幹部 干部|乾燥 干燥|乾淨 干净|乾净 干净|乾隆 乾隆|乾隆年間 乾隆年间|乾坤 乾坤|扭轉乾坤 扭转乾坤|餅乾 饼干
乾安縣 乾安县|乾县|乾安县|顯著 显著|显著|顕著 顕著|跟著 跟着|跟着|沿著 沿着|著名 著名|著名|著作 著作
隨著 随着|意味著 意味着|沉著 沉着|跟著名醫學習 跟著名医学习|更著重 更着重|較著重 较着重|看著書 看着书
衣著 衣着|名著 名著|於是 于是|對於 对于|于 于|頭髮 头发|發展 发展|麵包 面包|麪粉 面粉|面 面|鬱悶 郁闷
憂鬱 忧郁|郁 郁|徵求 征求|象徵 象征|特徵 特征|宮商角徵羽 宫商角徵羽|徵調部隊 征调部队|憑藉 凭借|藉口 借口
藉此機會 借此机会|狼藉 狼藉|慰藉 慰藉|杯盘狼藉|蕴藉|希望藉活動 希望借活动|瞭解 了解|瞭望 瞭望|瞭望塔
一目瞭然 一目了然|明瞭 明了|沈陽 沈阳|瀋陽 沈阳|沈默寡言 沉默寡言|沈從文 沈从文|沈从文|深沈 深沉
沈重的壓力 沉重的压力|下沈陽 下沈阳|鍾南山 钟南山|鐘錶 钟表|錢鍾書 钱锺书|鍾意 钟意|鍾馗 钟馗|甯夏 宁夏
列甯格勒 列宁格勒|臺灣 台湾|颱風 台风|台 台|永恆 永恒|高峯 高峰|啟動 启动|啓動 启动|覈實 核实|祕書 秘书
綫路 线路|線 线|爲了 为了|為 为|牀位 床位|床 床|迴避 回避|公佈 公布|佔領 占领|週末 周末|剛纔 刚才
委託 委托|喫飯 吃饭|吃 吃|稻穀 稻谷|山谷 山谷|嚮往 向往|傢俱 家具|全家俱在|家俱|俱乐部|傢伙 家伙|計畫 计划
圖畫 图画|企劃 企划|回覆 回复|答覆 答复|覆蓋 覆盖|颠覆|司法覆核 司法复核|重蹈覆轍 重蹈覆辙
覆上一層 覆上一层|哪吒 哪吒|叱吒 叱咤|畢昇 毕昇|毕昇|提昇 提升|李昇 李昇|直昇機 直升机|晉陞 晋升|衹有 只有
只 只|祇是說 只是说|神祇 神祇|什麼 什么|甚麽 甚么|那麼 那么|幺麼小醜 幺麽小丑|項鍊 项链|鍛鍊 锻炼
巨鉅 巨巨|艱鉅 艰巨|李澤鉅 李泽钜|濛濛 蒙蒙|牴觸 抵触|彷彿 仿佛|彷徨 彷徨|樊於期 樊於期|限於單位 限于单位
由於其一貫 由于其一贯|位於倫敦 位于伦敦|於潜镇|菜薹 菜薹|薹 薹|鎔化 熔化|朱鎔基 朱镕基|煙草 烟草|菸草 烟草
香菸 香烟|邨 邨|城巿 城市|徐巿|店舖 店铺|枱 台|襲撃 袭击|鐡路 铁路|吿訴 告诉|妳們 你们|牠 它|化粧 化妆
麻痺 麻痹|敍述 叙述|簷 檐|糭 粽|專 专|専業 专业|戸 户|靑年 青年|歩 步|研究 研究|硏究 研究|⻓期 长期
⺠族 民族|⽤ 用|⾧ 长|⼲部 干部|⻔ 门|⻋ 车|⻛⻢ 风马|豈 岂|更 更|車 车|龜 龟|塚 冢|着 着|群 群|温 温
户 户|抬 抬|么 么|痴 痴|唇 唇|核 核|针 针|灶 灶|秘 秘|才 才|污 污|周 周|里 里|云 云|几 几|沈 沈|余 余
范 范|二噁英 二噁英|二噁英|噁心 恶心|暐 暐|何光暐|李乾 李乾|記者李乾 记者李干|记者李乾|存摺 存折|奏摺
捱过寒冬|捱過 挨过|２０２１年ＡＢＣ|甲骨・文ー々〇|漢字ABC①㈱ 汉字ABC①㈱|直播 直播|衝突 冲突|兩隻 两只
複雜 复杂|恢復 恢复|髒 脏|心臟 心脏|製造 制造|係 系|聯繫 联系|鬥爭 斗争|盡量 尽量|儘管 尽管|彙報 汇报
匯款 汇款|僕人 仆人|醜 丑|穫 获|獲 获|曆 历|歷 历|闆 板
"""

SPLIT_CASES = [tuple(case.split(" ")) for line in CASES.split("\n") for case in line.split("|") if case]


@pytest.mark.parametrize("case", SPLIT_CASES, ids=lambda case: case[0])
def test_case(case: tuple[str, ...]) -> None:
    assert len(case) in {1, 2}
    assert simplify(case[0]) == case[-1]


@pytest.mark.parametrize(
    ("code", "ordinary"),
    [
        (0xF900, "岂"), (0xF901, "更"), (0xF902, "车"), (0xF907, "龟"), (0xF967, "不"), (0xF9E4, "理"),
        (0xFA08, "行"), (0xFA5F, "著"), (0x2F81A, "冬"), (0x2FA1D, "\U0002fa1d"),
        (0x2F00, "一"), (0x2F32, "干"), (0x2FA7, "长"), (0x2F64, "用"), (0x2FD4, "龟"),
        (0x2ED3, "长"), (0x2EA0, "民"), (0x2E9F, "母"), (0x2EF3, "龟"), (0x2ED1, "长"), (0x2EB0, "纟"),
        (0x2E80, "\u2e80"), (0xFA0E, "\ufa0e"),
    ],
)  # fmt: skip
def test_compatibility_characters(code: int, ordinary: str) -> None:
    assert simplify(chr(code)) == ordinary


def test_there_are_many_cases() -> None:
    assert len(SPLIT_CASES) >= 80


def test_examples_of_the_rules() -> None:
    examples = tomllib.loads((RULES / "text" / "simplify.toml").read_text(encoding="utf-8"))["examples"]
    assert [simplify(example["text"]) for example in examples] == [
        example.get("twin", example["text"]) for example in examples
    ]


def test_a_text_that_has_both_tells_them_apart() -> None:
    """Hong Kong papers that print 着 mean authorship by 著."""
    assert simplify("他看着，王力著，書已出版") == "他看着，王力著，书已出版"
    assert simplify("他們寫著，書已出版") == "他们写着，书已出版"
    assert simplify("她霸住個位，她嘟著嘴說") == "她霸住个位，她嘟着嘴说"


def test_simplified_text_with_names_is_left_alone() -> None:
    text = "李乾、沈默、王昇在乾县县委宣传部，作者陈著，他们捱过了冬天，看着台上的群众吃温热的饭。"
    assert simplify(text) == text


def test_a_conversion_that_would_change_the_length_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "text").mkdir()
    rules = (RULES / "text" / "simplify.toml").read_text(encoding="utf-8")
    (tmp_path / "text" / "simplify.toml").write_text(
        rules + '\n[[phrases]]\nreason = "wrong"\npairs = ["乾一 干"]\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match="differ in length"):
        Simplifier.load(tmp_path)


def test_rules_that_lead_in_a_circle_are_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "text").mkdir()
    rules = (RULES / "text" / "simplify.toml").read_text(encoding="utf-8")
    (tmp_path / "text" / "simplify.toml").write_text(
        rules + '\n[[phrases]]\nreason = "wrong"\npairs = ["着天 著天"]\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match="cycle"):
        Simplifier.load(tmp_path)


# --- comparison with the library ----------------------------------------------------------------

# reason: keys, with what they become here where the library gives something else.
T2S_DIFFERENCES = {
    "standard in simplified names or words, and alone no evidence of a traditional text": (
        "乾乾 捱捱 摺摺 昇昇 陞陞 沈默沈默"
    ),
    "牴 and 衹 are no standard characters in any word": "牴抵 衹只",
    "the library needs two rounds (薴 to 苧 to 苎)": "薴苎",
    "the library is wrong: 薹 is a plant of its own (菜薹)": "薹薹",
    "么 must stay what it is in simplified text": "么麼么么 么麽么么",
    "the library is wrong: these are ordinary words (干红葡萄酒, 征调, 巨子, 巨万, 甚巨, 钟馗)": (
        "乾紅干红 徵調征调 甚鉅甚巨 鉅子巨子 鉅萬巨万 鉅防巨防 鍾馗钟馗"
    ),
    "outside the Basic Multilingual Plane": "二噁英二噁英",
    "the library is wrong: 覆 that covers or overturns is not 复": (
        "以功覆過以功覆过 侔德覆載侔德覆载 名覆金甌名覆金瓯 射覆射覆 文錦覆阱文锦覆阱 發覆发覆 "
        "蕩覆荡覆 覆上覆上 覆住覆住 覆冒覆冒 覆呈覆呈 覆墓覆墓 覆宗覆宗 覆帳覆帐 覆幬覆帱 覆成覆成 "
        "覆按覆按 覆杯覆杯 覆瓿覆瓿 覆盂覆盂 覆育覆育 覆蕉尋鹿覆蕉寻鹿 覆逆覆逆 覆醢覆醢 "
        "覆醬瓿覆酱瓿 覆露覆露 覆鹿尋蕉覆鹿寻蕉 覆鹿遺蕉覆鹿遗蕉 覆鼎覆鼎 貂覆額貂覆额 "
        "買臣覆水买臣覆水 露覆露覆 頗覆颇覆"
    ),
    "the library keeps 於 in the midst of ordinary text (限於單位, 位於倫敦, 由於其一貫)": (
        "於世成于世成 於乎于乎 於倫于伦 於其一于其一 於則于则 於呼哀哉于呼哀哉 於單于单 於坦于坦 "
        "於惟一于惟一 於戲于戏 於敖于敖 於潛于潜 於琳于琳 於穆于穆 於邑于邑 於陵子于陵子"
    ),
    "the library is wrong: 藉 that is a mat, comfort or disorder is not 借": (
        "凌藉凌藉 滑藉滑藉 素藉素藉 茵藉茵藉 藉卉藉卉 藉槁藉槁 藉甚藉甚 藉草枕塊藉草枕块 躪藉躏藉 "
        "醞藉酝藉 顧藉顾藉"
    ),
}
HK2S_DIFFERENCES = {"the library gives a traditional or rare character": "抬抬 潀潀"}
TW2S_DIFFERENCES = {
    "the library gives a traditional or rare character": "么么 抬抬 潀潀 凶燄凶焰",
    "alone it is a good simplified character": "著著",
    "t2s has the ordinary one": "鯰鲶 顎颚",
}


def table_of(differences: dict[str, str]) -> dict[str, str]:
    """Key to outcome; an entry is both, run together."""
    entries = " ".join(differences.values()).split(" ")
    return {entry[: len(entry) // 2]: entry[len(entry) // 2 :] for entry in entries}


@pytest.mark.parametrize(
    ("conversion", "dictionaries", "differences"),
    [
        ("t2s", ["TSCharacters.txt", "TSPhrases.txt"], T2S_DIFFERENCES),
        (
            "hk2s",
            ["HKVariants.txt", "HKVariantsPhrases.txt", "HKVariantsRev.txt", "HKVariantsRevPhrases.txt"],
            HK2S_DIFFERENCES,
        ),
        ("tw2s", ["TWVariants.txt", "TWVariantsRev.txt", "TWVariantsRevPhrases.txt"], TW2S_DIFFERENCES),
    ],
)
def test_as_the_library_but_for_the_intended(
    conversion: str, dictionaries: list[str], differences: dict[str, str]
) -> None:
    library = opencc.OpenCC(conversion)
    found = {}
    for key in keys_of(*dictionaries):
        theirs, ours = library.convert(key), simplify(key)
        outside = len(key) == 1 and theirs > "\uffff" and ours == key
        if theirs != ours and not outside:
            found[key] = ours
    assert found == table_of(differences)


# In running text: as printed, the library's, ours.
CORPUS_DIFFERENCES = {
    "Hong Kong's 衞, 枱, 敍 and other variants, which t2s leaves": (
        "衞衞卫 枱枱台 敍敍叙 粧粧妆 痺痺痹 簷簷檐 舖舖铺 廸廸迪 栢栢柏 撃撃击 櫈櫈凳 荳荳豆 揹揹背 "
        "脗脗吻 紥紥扎 砲砲炮 吿吿告 妳妳你 飊飊飙 鐡鐡铁 犠犠牺 鳯鳯凤 寳寳宝 辧辧办 牠牠它 覊覊羁 "
        "専専专 伕伕夫 閙閙闹 鬬鬬斗 聼聼听 傚傚效 籖籖签 鎗鎗枪 凖凖准 燿燿耀 隣隣邻 濶濶阔 愼愼慎 "
        "饍饍膳 燄燄焰 寜寜宁 逹逹达 効効效 籐籐藤 搆搆构"
    ),
    "lookalikes": "巿巿市 踫踫碰 劵劵券 抺抺抹",
    "著 in texts that do not tell it from 着": "著著着",
    "覆 that answers or repeats": "覆覆复",
    "藉 that is 借, 祇 that is 只, 彷 that is 仿, 沈 that is 沉": "藉藉借 祇祇只 彷彷仿 沈沈沉",
    "the library keeps 於 in 於單 and the like": "於於于",
    "the library's outcome is outside the Basic Multilingual Plane": (
        "嗰𠮶嗰 餸𩠌餸 騉𫘥騉 煇𪸩煇 鱲𫚭鱲 噁𫫇噁 轇𫐖轇 輋𪨶輋 暐𬀩暐 銶𨱇銶"
    ),
}


@pytest.mark.skipif(not CORPUS.exists(), reason="the Hong Kong corpus is not there")
def test_as_the_library_on_running_text() -> None:
    intended = set(" ".join(CORPUS_DIFFERENCES.values()).split(" "))
    library = opencc.OpenCC("t2s")
    found = set()
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 6:
                continue
            text = json.loads(line)["markdown"]
            for triple in zip(text, library.convert(text), simplify(text), strict=True):
                if triple[1] != triple[2] and not is_compatibility(triple[0]):
                    found.add("".join(triple))
    assert found <= intended


def is_compatibility(char: str) -> bool:
    """Tell whether the character is a compatibility ideograph or a radical."""
    name = unicodedata.name(char, "")
    return name.startswith(("CJK COMPATIBILITY IDEOGRAPH", "CJK RADICAL", "KANGXI RADICAL"))


# --- what is simplified stays -------------------------------------------------------------------

# GB 2312 characters that change in words of jieba's dictionary (words from Taiwan, mostly), by reason.
CHANGED_IN_WORDS = {
    "Taiwan's words with 乾 for 干": "乾干",
    "藉 and 徵 are 借 and 征 but for a few words": "藉借 徵征",
    "覆 that answers or repeats": "覆复",
    "沈 for 沉, 彷 for 仿": "沈沉 彷仿",
    "著 for 着": "著着",
    "摺 in words of today": "摺折",
    "printed in Taiwan: no standard characters or words": (
        "夥伙 於于 後后 菸烟 甯宁 醣糖 麴曲 麽么 吒咤 榘矩"
    ),
}


def test_dictionary_words_stay() -> None:
    changed = set()
    with (pathlib.Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        words = [line.split(" ", 1)[0] for line in lines]
    for word in words:
        twin = simplify(word)
        if twin != word:
            changed |= {a + b for a, b in zip(word, twin, strict=True) if a != b and a in GB2312}
    assert changed == set(" ".join(CHANGED_IN_WORDS.values()).split(" "))


def test_standard_characters_stay() -> None:
    changed = {char + simplify(char) for char in GB2312 if simplify(char) != char}
    assert changed == {
        "徵征",
        *CHANGED_IN_WORDS["printed in Taiwan: no standard characters or words"].split(" "),
    }


# --- properties ---------------------------------------------------------------------------------

PIECES = (
    *keys_of("TSPhrases.txt", "HKVariantsRevPhrases.txt", "TWVariantsRevPhrases.txt"),
    *(case[0] for case in SPLIT_CASES),
    *"乾著着藉瞭覆徵沈昇陞祇祇鍾锺於麼麽么彷捱摺傢俱鎔鉅鍊畫巿徐區区說说",
    "ＡＢ12",
    " ",
)
texts = st.one_of(
    st.text(),
    st.text(st.characters(min_codepoint=0x2E80, max_codepoint=0x2FFFF)),
    st.lists(st.sampled_from(PIECES)).map("".join),
    st.text("乾著着藉瞭覆徵沈昇祇鍾於麼傢俱跟名書作解然隆淨說说"),
)


@given(texts)
def test_same_length_and_nothing_left_to_do(text: str) -> None:
    twin = simplify(text)
    assert len(twin) == len(text)
    assert simplify(twin) == twin


@given(texts)
def test_what_is_not_han_is_untouched(text: str) -> None:
    for before, after in zip(text, simplify(text), strict=True):
        if not unicodedata.name(before, "").startswith(("CJK", "KANGXI RADICAL")):
            assert before == after


def test_every_character_and_phrase_is_final() -> None:
    for piece in (*PIECES, *map(chr, range(0x2E80, 0x30000))):
        twin = simplify(piece)
        assert len(twin) == len(piece)
        assert simplify(twin) == twin


# --- script -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "hans"),
        ("2021, ABC", "hans"),
        ("中文", "hans"),
        ("乾", "hans"),
        ("恩施市选派专业技术人才", "hans"),
        ("恩施市選派專業技術人才", "hant"),
        ("衞生署發言人説", "hant"),
        ("於是", "hant"),
        ("台灣群眾在床上吃着温熱的飯", "hant"),
        ("江乾區衞生院的干部参加会议", "mixed"),
        ("说說", "mixed"),
        ("这里是简体字" * 20 + "毕昇、李乾、沈默", "hans"),
        ("这里是简体字" * 20 + "說", "hans"),
        ("这里是简体字" * 5 + "說", "mixed"),
        ("這裏是繁體字" * 20 + "说", "hant"),
        ("這裏是繁體字" * 5 + "说", "mixed"),
    ],
)
def test_script_of(text: str, script: str) -> None:
    assert simplify.script_of(text) == script
