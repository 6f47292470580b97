"""The article's own makers in the forms in which lines and datelines name them, and what names none."""

from __future__ import annotations

import pytest

import extract

ABOVE = [
    ("新华社北京3月5日电（记者李小松、王基石）3月5日上午，大会开幕。", "李小松 王基石"),
    ("新华社北京3月5日电 （记者 王立新 于文华）记者从农业农村部获悉。", "王立新 于文华"),
    ("中新网兰州3月5日电 (记者 冯志远)近日部署春耕。", "冯志远"),
    ("本报讯（记者 刘大洋 通讯员 王小芳）昨日，记者从市教育局获悉，", "刘大洋 王小芳"),
    ("晨报讯 记者李明 通讯员赵强报道：近日，", "李明 赵强"),
    ("本报记者 陈晨 实习生 王小雨", "陈晨 王小雨"),
    ("本报北京3月5日电  （记者顾阳光）国家部署，", "顾阳光"),
    ("央视网消息（记者 张伟）：3月5日，", "张伟"),
    ("（总台央视记者 张伟 李娜）", "张伟 李娜"),
    ("大众网记者 孙杰 通讯员 李玉 济南报道", "孙杰 李玉"),
    ("文/图 本报记者 王海", "王海"),
    ("□ 本报记者 周建华", "周建华"),
    ("●晚报记者 黄进 通讯员 岳宗", "黄进 岳宗"),
    ("摄影/晚报记者 王飞", "王飞"),
    ("晚报记者 吴小颖 编辑 左燕 校对 李军", "吴小颖 左燕 李军"),
    ("采写：南城记者 蒋小天", "蒋小天"),
    ("图文：张小丰", "张小丰"),
    ("来源：新华社 记者：于佳", "于佳"),
    ("作者丨王晓  编辑丨李东", "王晓 李东"),
    ("监制｜王刚 制片人｜李梅", "王刚 李梅"),
    ("记者/陈思 编辑/宋华", "陈思 宋华"),
    ("记者 | 陈思\n编辑 | 宋华", "陈思 宋华"),
    ("總編輯：陳大文", "陈大文"),
    ("（中央社記者王國強台北7日電）縣政府", "王国强"),
    ("〔記者林明志／台北報導〕", "林明志"),
    ("【記者陳佳玲／高雄報導】", "陈佳玲"),
    ("記者吳欣文／綜合報導", "吴欣文"),
    ("撰文：何嘉文", "何嘉文"),
    ("晨報記者陳大文報道", "陈大文"),
    ("◎文∕王志豪 圖∕鄭雅文", "王志豪 郑雅文"),
]

BELOW = [
    ("（作者：王伟 李静）", "王伟 李静"),
    ("（责编：高雷、仝莉）", "高雷 仝莉"),
    ("(责任编辑：欧阳小红)", "欧阳小红"),
    ("[责任编辑:郭晓文]", "郭晓文"),
    ("【责任编辑：王頔 】", "王頔"),
    ("责任编辑：王小明_NF1234", "王小明"),
    ("责任编辑：王小明 SN123", "王小明"),
    ("编辑：王学文、责任编辑：刘亮", "王学文 刘亮"),
    ("编辑/李明 校对/王芳", "李明 王芳"),
    ("供稿：教务处 王丽 审核：李强", "王丽 李强"),
    ("撰稿：李华  摄影：张军  一审：王平  二审：赵云  三审：刘北", "李华 张军 王平 赵云 刘北"),
    ("（通讯员 周小川）", "周小川"),
    ("（王晓明 文/图）", "王晓明"),
    ("（县教育局  罗启文）", "罗启文"),
    ("张峰 摄", "张峰"),
    ("新华社记者 李刚 摄", "李刚"),
    ("图为医生在义诊。 通讯员 何丽 摄", "何丽"),
    ("图为医生在义诊。（张宏摄）", "张宏"),
    ("（編輯：陳清文／李國強）1130507", "陈清文 李国强"),
]

NOBODY = [
    "作者：人民日报",
    "责任编辑：网络整理",
    "记者从会上获悉，",
    "编辑：新闻中心",
    "作者系北京大学教授",
    "记者了解到，近日，",
    "文：本报编辑部",
    "记者 6日从省厅获悉",
    "图片来源：新华社",
    "供稿：办公室",
    "审核：党委宣传部",
    "作者：小编",
    "编辑：admin",
    "摄影：资料图片",
    "通讯员报道",
    "本月14日（周二）举办",
    "网站地图 | 版权声明",
]

BODY = "路通了以后，村里人进城只要一个小时，菜也卖得出去了。"


def staff_of(pipeline: extract.Pipeline, text: str) -> set[str]:
    return {person.name for person in pipeline(text).people if person.staff}


@pytest.mark.parametrize(("line", "names"), ABOVE)
def test_makers_above_the_article(pipeline: extract.Pipeline, line: str, names: str) -> None:
    assert staff_of(pipeline, f"村里通了路\n{line}\n{BODY}\n") == set(names.split())


@pytest.mark.parametrize(("line", "names"), BELOW)
def test_makers_below_the_article(pipeline: extract.Pipeline, line: str, names: str) -> None:
    assert staff_of(pipeline, f"村里通了路\n{BODY}\n{line}") == set(names.split())


@pytest.mark.parametrize("line", NOBODY)
def test_lines_that_name_nobody(pipeline: extract.Pipeline, line: str) -> None:
    assert staff_of(pipeline, f"村里通了路\n{line}\n{BODY}") == set()
    assert staff_of(pipeline, f"村里通了路\n{BODY}\n{line}") == set()
