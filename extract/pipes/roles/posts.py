"""Reads posts out of text: chains before a name, a title after it, lists in a predicate."""

from __future__ import annotations

import re

import msgspec

from extract.pipes.roles.organisations import Organisations
from extract.pipes.roles.titles import TitleGrammar
from extract.text.prepare import Prepared

#: A bracket or quotation between a title and its organisation is no longer, in characters.
LONGEST_ASIDE = 20

# 六（3）班 is one name
_STOP = re.compile(r"[。；;！？!?\n“”「」：:]|[（(](?!\d{1,2}[)）]班)|(?<![（(]\d)[)）]")
_SEPARATOR = re.compile(r"[、,，]|兼任?|(?<=[长任记员])和|\s")
_ONE_OF = re.compile(r"的?(?:一名|一位|一个|名|位)$")
_SECONDED_BRACKET = re.compile(r"[（(](?:挂职|援[藏疆青]|支教|驻村|派驻)[)）]$")
_SENT_BEFORE = re.compile(r"(?:支教|挂职|援派|派驻|对口支援)的")  # 在白云小学支教的教师
_ASIDE = re.compile(r"[（(][^（()）\n]{1,16}[)）]\Z")
_QUOTED = re.compile(r"[「“《](?P<body>[^「」“”《》\n。；，]{2,16})[」”》]\Z")
_DE = re.compile("的$")
_BATCH = re.compile(r"第[一二三四五六七八九十\d]{1,3}[批届期轮]$")  # 浙江省第八批援藏干部
_POINTED = re.compile(
    r"[该本同](?:校|院|县|市|区|镇|乡|村|局|所|站|厂|台|社|馆|公司|医院|学校|中心|集团|协会|商会|社区)$"
)
_BEFORE_ORG = re.compile(
    r"(?:如今|现在)?(?:已经?)?是|时任|现任|[上本今现历]届|新一届|候任|署理|原(?![子料油始创平住籍])|前(?![锋哨进沿海郭])|这[支家所个座名位]|[一二三两四五]届|任(?![丘县城])"
)
_FORMER_INSIDE = re.compile(r"(?<=[省市县区州镇乡村局院校部厅])原(?=[省市县区州镇乡党政局副])")
_SPEAKS_FOR = ("代表", "辩护", "控告", "起诉")
_PARTY_BODIES = ("党支部", "党总支", "团支部", "纪委")
_LEADING = re.compile(r"(?:了|是|为|一名|一位|一个|该|的|我国|我们|她|他|又|还|也|当地)+")


class Post(msgspec.Struct, frozen=True):
    """A post as the text gives it; the span runs from the organisation to the end of the title.

    ``states_org`` is false where the organisation is not said beside the title.
    """

    title: str
    org: str | None
    status: str | None
    start: int
    end: int
    states_org: bool = False


class RoleSettings(msgspec.Struct, frozen=True):
    """Words around titles; see ``rules/roles/settings.toml``."""

    former: list[str]
    seconded: list[str]
    seconded_context: list[str]
    seconded_titles: list[str]
    shed: list[str]
    honorifics: list[str]
    after_post: list[str]
    over: list[str]
    earlier: list[str]
    going_on: list[str]
    timeless: list[str]
    after_noun: list[str]
    appointing: list[str]


class PostReader:
    """Reads the posts of one article."""

    def __init__(self, grammar: TitleGrammar, organisations: Organisations, settings: RoleSettings) -> None:
        """Args: the grammars of titles and of organisations, and the words around titles."""
        self._grammar = grammar
        self._organisations = organisations
        self._edges, self._sharing = organisations.edges, organisations.sharing
        self._former = sorted(settings.former, key=len, reverse=True)
        self._seconded = frozenset(settings.seconded)
        self._after_noun = frozenset(settings.after_noun)
        self._seconded_titles = tuple(settings.seconded_titles)
        self._shed = sorted(settings.shed, key=len, reverse=True)
        self._after_post = re.compile(
            f"(?:{'|'.join(sorted(map(re.escape, settings.after_post), key=len, reverse=True))})+$"
        )

    def before(self, prepared: Prepared, masked: str, name_start: int) -> list[Post]:
        """The chain of posts that ends where a name begins, in text order."""
        plain = prepared.plain
        floor = self._floor(masked, name_start)
        end = name_start
        while end > floor and plain[end - 1] in " 　":
            end -= 1
        bracket = _SECONDED_BRACKET.search(plain, max(0, end - 6), end)
        if bracket is not None:
            end = bracket.start()
            floor = self._floor(masked, end)
        posts: list[Post] = []
        while end > floor:
            begin = self._grammar.at_end(plain[floor:end])
            if begin is None:
                break
            title_start = floor + begin
            floor, quoted = self._behind_marks(prepared, masked, (title_start, end), floor)
            post = self._post(prepared, title_start, end, floor, quoted)
            bare = post.title in self._after_noun and post.start == title_start
            if bare and self._edges.left_edge(prepared, title_start, floor) == title_start:
                break
            posts.append(post)
            end = post.start
            joined = re.search(r"(?:[、兼及]|兼任| )$", plain[floor:end])
            if joined is None:
                break
            end = floor + joined.start()
        posts.reverse()
        sent = bracket is not None or _SENT_BEFORE.search(plain, floor, name_start) is not None
        return [
            msgspec.structs.replace(post, status=post.status or "seconded") if sent else post
            for post in self._shared(prepared, posts)
        ]

    def _behind_marks(
        self, prepared: Prepared, masked: str, title: tuple[int, int], floor: int
    ) -> tuple[int, tuple[int, int] | None]:
        """How far back the organisation of a title may reach that stands behind a bracket or quotation mark.

        Gives that offset, and where a name in quotation marks stands that is the organisation, if one does:
        太阳国际（8029）主席, 「民间监察」召集人.
        """
        plain = prepared.plain
        start, end = title
        if self._edges.before_between(plain, start, floor) == floor:
            aside = _ASIDE.search(plain, max(0, floor - LONGEST_ASIDE), floor)
            if aside is not None:
                return self._floor(masked, aside.start()), None
        mark = _QUOTED.search(plain, max(0, start - LONGEST_ASIDE), start)
        if mark is not None and self._edges.may_be_quoted(mark["body"], plain[start:end]):
            return self._floor(masked, mark.start()), mark.span()
        return floor, None

    @staticmethod
    def _floor(masked: str, end: int) -> int:
        """How far back posts may reach that end at ``end``: to a stop, or the name before."""
        floor = max(0, end - 90)
        for stop in _STOP.finditer(masked, floor, end):
            floor = stop.end()
        return max(floor, masked.rfind("\ue000", floor, end) + 1)

    def after(self, prepared: Prepared, name_end: int) -> Post | None:
        """The title that follows a name directly."""
        end = self._grammar.address_at(prepared.plain, name_end)
        if end is None:
            return None
        return Post(prepared.plain[name_end:end], None, None, name_end, end)

    def org_before(self, prepared: Prepared, name_start: int, title: str) -> str | None:
        """The organisation right before a name whose title follows it: 石桥小学李建东校长."""
        end = name_start - 1 if prepared.plain[name_start - 1 : name_start] == "的" else name_start
        floor = max(0, end - 40)
        for stop in _STOP.finditer(prepared.plain, floor, end):
            floor = stop.end()
        start = self._edges.left_edge(prepared, end, floor)
        if start == end or not self._edges.is_one(prepared, prepared.plain[start:end], end, title):
            return None
        return prepared.plain[start:end]

    def forward(
        self, prepared: Prepared, start: int, end: int, *, whole: bool = False, to_name: bool = False
    ) -> list[Post]:
        """The posts listed from ``start`` on, as far as each piece ends in a title.

        Args:
            prepared: the article.
            start, end: the stretch to read.
            whole: whether the first piece too must be nothing but a post, as those after a comma.
            to_name: whether a name follows at once, whose the last piece is.
        """
        plain = prepared.plain
        posts: list[Post] = []
        at = start
        pieces = [(match.start(), match.end()) for match in _SEPARATOR.finditer(plain, start, end)]
        for stop, following in pieces if to_name else [*pieces, (end, end)]:
            piece = plain[at:stop]
            trailing = self._after_post.search(piece)
            piece_end = at + (trailing.start() if trailing else len(piece))
            begin = self._grammar.at_end(plain[at:piece_end])
            goes_on = self._grammar.end_inside(plain[at:piece_end]) if begin is None and not whole else None
            if goes_on is not None:
                piece_end = at + goes_on
                begin = self._grammar.at_end(plain[at:piece_end])
            if begin is None:
                break
            floor = at
            leading = _LEADING.match(plain, at)
            if leading:
                floor = min(leading.end(), at + begin)
            post = self._post(prepared, at + begin, piece_end, floor)
            after_comma = at > start and plain[at - 1] in ",，"
            if (whole or after_comma) and post.start > floor:
                break
            posts.append(post)
            at = following
            if goes_on is not None:
                break
        return self._shared(prepared, posts)

    def _post(
        self,
        prepared: Prepared,
        title_start: int,
        title_end: int,
        floor: int,
        quoted: tuple[int, int] | None = None,
    ) -> Post:
        """The post whose title stands between the offsets; its organisation begins at ``floor`` or later.

        Args:
            prepared: the article.
            title_start, title_end: the title with what it may shed.
            floor: what the organisation does not reach beyond.
            quoted: where a name in quotation marks, marks included, stands that is the organisation.
        """
        plain = prepared.plain
        begin = title_start
        title, title_start, status = self._bare_title(plain, title_start, title_end)
        if quoted is not None:
            org_start, org = self._quoted_org(prepared, quoted, floor)
            return Post(title, org, status, org_start, title_end, states_org=True)
        start = self._edges.before_between(plain, begin, floor)
        org, org_start, org_end = self._org_text(prepared, start, floor)
        org, org_start, earlier = self._without_footing(prepared, org, org_start, floor)
        status = earlier or status
        for body in _PARTY_BODIES:  # 水井村党支部书记 is the 书记 of the 党支部
            if title == body + "书记":
                title, title_start = "书记", title_start + len(body)
                org, org_end = org + body, title_start
        if status is None and title.startswith(self._seconded_titles):
            status = "seconded"
        if status is None and self._organisations.is_seconded(org):
            status = "seconded"
        if org.startswith("一") and plain[org_start - 1 : org_start] == "另":
            org, org_start = org[1:], org_start + 1  # 另一委员会
        named = _BATCH.sub("", org.strip(" ·、，,（()）")) or None
        named = None if named in self._edges.desks else named
        if named is not None and not self._edges.is_one(prepared, named, org_end, title):
            fused = self._edges.fused(named, title)
            cut = self._edges.body_first(prepared, org_start, org_end)
            if fused is not None or cut is None or org_end != begin:
                named = fused
            else:
                named, title = plain[org_start:cut], plain[cut:org_end].removeprefix("的") + title
            org_start = org_start if named is not None else begin
        return Post(title, named, status, min(org_start, begin), title_end, named is not None)

    def _quoted_org(self, prepared: Prepared, quoted: tuple[int, int], floor: int) -> tuple[int, str]:
        """Where an organisation begins whose name ends in quotation marks, and the name: 港大《学苑》."""
        plain = prepared.plain
        start, end = quoted
        outer = self._edges.left_edge(prepared, start, floor)
        if outer < start and self._edges.is_one(prepared, plain[outer:start], start, ""):
            return outer, plain[outer:end]
        return start, plain[start + 1 : end - 1]

    def _org_text(self, prepared: Prepared, end: int, floor: int) -> tuple[str, int, int]:
        """The words of the organisation before a title, where they begin, and where their last piece ends."""
        org_start = self._edges.left_edge(prepared, end, floor)
        pointed = _POINTED.search(prepared.plain, floor, end)
        if pointed is not None:  # 该校|校长, one word to the segmenter
            org_start = pointed.start()
        return self._across_de(prepared, org_start, end, floor)

    def _without_footing(
        self, prepared: Prepared, org: str, org_start: int, floor: int
    ) -> tuple[str, int, str | None]:
        """The organisation without 原 and the like, where it begins then, and the footing that this told."""
        plain = prepared.plain
        status = None
        inner = _FORMER_INSIDE.search(org)
        if inner is not None:  # 湖西县原县委书记
            return org[: inner.start()] + org[inner.end() :], org_start, "former"
        leading = _BEFORE_ORG.match(org)
        if leading is not None:
            status = "former" if leading.group() in self._former else None
            org, org_start = org[leading.end() :], org_start + leading.end()
        for word in self._former:
            if plain[floor:org_start].endswith(word):
                outer = self._edges.left_edge(prepared, org_start - len(word), floor)
                return plain[outer : org_start - len(word)] + org, outer, "former"
        return org, org_start, status

    def _bare_title(self, plain: str, start: int, end: int) -> tuple[str, int, str | None]:
        """The title without what it sheds, where it begins then, and the footing that this told."""
        title, status = plain[start:end], None
        shed = True
        while shed:
            shed = False
            for word in self._shed:
                rest = title[len(word) :]
                if title.startswith(word) and len(rest) >= 2 and self._grammar.at_end(rest) == 0:
                    status = status or self._status_of(word)
                    title, start, shed = rest, start + len(word), True
                    break
        return title, start, status

    def _across_de(
        self, prepared: Prepared, org_start: int, start: int, floor: int
    ) -> tuple[str, int, int]:
        """The organisation before a title, across 的 too; where it begins, where its last piece ends."""
        plain = prepared.plain
        org = plain[org_start:start]
        one_of = _ONE_OF.search(plain, floor, org_start)
        if org and self._edges.stands_alone(prepared, org_start, start):
            one_of = None
        elif one_of is None and plain[floor:org_start].endswith("的"):
            one_of = _DE.search(plain, floor, org_start)
        if one_of is None:
            return org, org_start, start
        outer = self._edges.left_edge(prepared, one_of.start(), floor)
        before = plain[outer : one_of.start()]
        if plain[floor:outer].endswith(_SPEAKS_FOR):
            return org, org_start, start  # 代表卫生署的大律师
        if org and not self._edges.is_one(prepared, before, one_of.start(), ""):
            return org, org_start, start  # 出席会议的政制局
        return before + org, outer, start if org else one_of.start()

    def _status_of(self, word: str) -> str | None:
        if word in self._seconded:
            return "seconded"
        return "former" if word in self._former else None

    def org_at(self, prepared: Prepared, end: int, floor: int) -> str | None:
        """The organisation whose name ends at ``end``: 进入市扶贫办，担任副主任."""
        start = self._edges.left_edge(prepared, end, floor)
        org = prepared.plain[start:end]
        return org if org and self._edges.is_one(prepared, org, end, "") else None

    def level_of(self, org: str, title: str) -> str | None:
        """The organisation as it fits a title beside another post: 省长 beside 陕西省委 is 陕西省's."""
        return self._sharing.share_head(org, None, title)

    def shared_with(self, org: str | None, title: str) -> str | None:
        """The organisation of a title behind a name with a post before it: 考评局经理杨颖宇博士 has none."""
        return None if self._sharing.is_free(title) else org

    def is_led(self, title: str) -> bool:
        """Whether a bare post after a comma is of the body of the post before: 市长甲，副市长乙."""
        return self._sharing.is_led(title)

    def _shared(self, prepared: Prepared, posts: list[Post]) -> list[Post]:
        """Later posts of a chain take what they leave out from the first."""
        shared: list[Post] = []
        first: str | None = None
        for post in posts:
            org = post.org
            if org is not None:
                org = self._organisations.complete(prepared, org, post.start)
            org = self._sharing.share_head(first, org, post.title)
            if org is None:
                org = self._organisations.home_of(prepared, post.title, post.start)
            if org is not None:
                org = self._organisations.in_full(prepared, org)
            shared.append(msgspec.structs.replace(post, org=org))
            first = org if first is None or post.org is not None else first
        return shared
