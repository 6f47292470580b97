"""Finds the posts that stand beside names, before and after them, in apposition and in predicates."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from extract.facts import Date, Person, Role, RoleStatus
from extract.pipes.full_names import full_names
from extract.pipes.roles.countries import Countries
from extract.pipes.roles.organisations import Organisations
from extract.pipes.roles.posts import Post, PostReader, RoleSettings
from extract.pipes.roles.titles import TitleGrammar
from extract.pipes.roles.words import OrganisationWords
from extract.rules import RuleBook, RuleMatch
from extract.text.prepare import Prepared

#: Stands in the masked text for every character of a name.
NAME_MARK = "\ue000"

#: How far back, in characters, 她 may look for the person meant.
SUBJECT_REACH = 600

#: names joined by 、 or 和, which share the posts before them
_NAME_RUN = re.compile(f"{NAME_MARK}+(?:[、和及与] ?{NAME_MARK}+)*")

#: a name, and the joint to the next post: 主任李甲、|外事 秘书胡乙
_NEIGHBOUR = re.compile(f"{NAME_MARK}(?P<joint>[、，和与及])[\u4e00-\u9fff]{{0,4}}\\Z")


class _Article:
    """The names of one article by place, and its text with the names masked."""

    def __init__(self, prepared: Prepared, people: Sequence[Person], dates: Sequence[Date]) -> None:
        self.prepared = prepared
        self.dates = [date for date in dates if date.type == "DATE"]
        self.names = full = sorted(full_names(prepared, people))
        self._starts = [start for start, _, _ in full]
        self._by_start = {start: index for start, _, index in full}
        masked = list(prepared.plain)
        for start, end, _ in full:
            masked[start:end] = NAME_MARK * (end - start)
        self.masked = "".join(masked)

    def people_in(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """(start, end, person) of the names in a stretch."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return self.names[first:last]

    def last_before(self, offset: int, floor: int = 0) -> tuple[int, int, int] | None:
        """The last name before ``offset`` that begins at ``floor`` or later."""
        index = bisect.bisect_left(self._starts, offset) - 1
        return self.names[index] if index >= 0 and self.names[index][0] >= floor else None

    def date_before(self, offset: int, floor: int) -> str | None:
        """The value of the last DATE between ``floor`` and ``offset``."""
        values = [date.value for date in self.dates if floor <= date.start and date.end <= offset]
        return values[-1] if values else None


class RoleFinder:
    """Gives people their posts."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        self._matcher = book.matcher("roles", beginning=2)  # a name, and then nearly anything
        settings = msgspec.convert(book.settings("roles/settings"), RoleSettings)
        grammar = TitleGrammar(
            book.words("roles/titles"),
            [*book.words("roles/title_modifiers"), *settings.shed],
            book.words("roles/address_titles"),
            settings.going_on,
        )
        words = msgspec.convert(book.settings("roles/organisations"), OrganisationWords)
        names = [*book.words("roles/bodies"), *book.words("people/foreign_places")]
        organisations = Organisations(words, names)
        self._countries = Countries(book.words("roles/countries"), words.of_countries)
        self._verbs = book.pairs("roles/verbs")
        self._posts = PostReader(grammar, organisations, settings)
        self._settings = settings
        self._appointing = tuple(settings.appointing)

    def __call__(self, prepared: Prepared, people: Sequence[Person], dates: Sequence[Date]) -> list[Person]:
        """The people with their posts, those of bylines included."""
        if not people:
            return []
        article = _Article(prepared, people, dates)
        found: dict[int, list[Role]] = {}
        for person, role in self._all(article):
            found.setdefault(person, []).append(role)
        with_posts = [
            msgspec.structs.replace(person, roles=_merged((*person.roles, *found.get(index, ()))))
            for index, person in enumerate(people)
        ]
        return self._countries.complete(prepared.plain, with_posts)

    def _all(self, article: _Article) -> Iterator[tuple[int, Role]]:
        for run in _NAME_RUN.finditer(article.masked):
            yield from self._beside(article, run.start(), run.end())
        stated: list[tuple[int, Role]] = []
        read = {"forward": self._forward, "backward": self._backward, "after": self._several}

        def accept(match: RuleMatch) -> bool:
            """Whether the match states a post; where it does not, another rule may have the place."""
            found = list(read[match.rule.build](article, match)) if match.rule.build in read else []
            stated.extend(found)
            return bool(found)

        self._matcher(article.masked, accept)
        yield from stated

    def _beside(self, article: _Article, start: int, end: int) -> Iterator[tuple[int, Role]]:
        """Posts right before a run of names, said of each of them, and titles right after each."""
        prepared = article.prepared
        names = article.people_in(start, end)
        posts = self._posts.before(prepared, article.masked, start)
        if len(posts) == 1 and not posts[0].states_org:
            inherited = self._org_of_neighbour(article, posts[0])
            if inherited is not None:
                posts = [msgspec.structs.replace(posts[0], org=inherited)]
        for _, _, person in names:
            for post in posts:
                yield person, self._role(article, post, "roles.beside", "current", None)
        for name_start, name_end, person in names:
            after = self._posts.after(prepared, name_end)
            if after is None:
                continue
            if posts:
                org = self._posts.shared_with(posts[0].org, after.title)
            else:
                org = self._posts.org_before(prepared, name_start, after.title)
            if org is None and after.title in self._settings.honorifics:
                continue
            after = msgspec.structs.replace(after, org=org)
            yield person, self._role(article, after, "roles.beside", "current", None)

    def _org_of_neighbour(self, article: _Article, post: Post) -> str | None:
        """In 某医院主任李甲、医师胡乙 the second post is of the first one's organisation."""
        offset, title = post.start, post.title
        joint = _NEIGHBOUR.search(article.masked, max(0, offset - 8), offset)
        if joint is None or (joint["joint"] == "，" and not self._posts.is_led(title)):
            return None
        run_start = joint.start() + 1
        while run_start and article.masked[run_start - 1] == NAME_MARK:
            run_start -= 1
        before = self._posts.before(article.prepared, article.masked, run_start)
        if not before:
            return None
        listed = None  # the first of a list tells it to all: 主任甲、教授乙和讲师丙
        if not before[0].states_org:
            listed = self._org_of_neighbour(article, before[0])
        org = listed or before[0].org
        fitted = self._posts.level_of(org, title) if org else None
        if joint["joint"] in "和与及" and fitted == org and listed is None:
            # 某公司总监甲与主持人乙 are of two houses, 主席甲及副主席乙 of one
            return fitted if title.startswith("副") else None
        return fitted

    def _forward(self, article: _Article, match: RuleMatch) -> Iterator[tuple[int, Role]]:
        subject = match.rule.params.get("subject")
        sentence_start, _ = article.prepared.sentence_at(match.start)
        if subject is None:
            begin, end = match.span("names")
            people = [person for _, _, person in article.people_in(begin, end)]
        else:
            paragraph = article.masked.rfind("\n", 0, match.start) + 1
            floor = sentence_start if subject == "sentence" else paragraph
            last = article.last_before(match.start, floor)
            if last is None and subject == "last":
                last = article.last_before(match.start, max(0, match.start - SUBJECT_REACH))
            people = [last[2]] if last is not None else []
        if not people or self._appoints(article, match):
            return
        posts_start, posts_end = match.span("posts")
        verb = match.groups.get("verb")
        status = self._verbs.get(verb, "current") if verb else match.rule.params.get("status", "current")
        since = article.date_before(posts_start, sentence_start) if verb and verb in self._verbs else None
        if since is not None:
            # 2018年起任; 2015年毕业，现任 says nothing of when
            since = None if verb in self._settings.timeless else since.removesuffix("/..")
        plain = article.prepared.plain
        just_before = plain[max(sentence_start, match.start - 4) : posts_start]
        if any(word in plain[sentence_start:posts_start] for word in self._settings.over) or any(
            word in just_before for word in self._settings.earlier
        ):
            status = "former"
        posts = self._posts.forward(
            article.prepared,
            posts_start,
            posts_end,
            whole=bool(match.rule.params.get("whole")),
            to_name=article.masked[posts_end : posts_end + 1] == NAME_MARK
            and not match.rule.params.get("of_next"),
        )
        if posts and not posts[0].states_org:
            posts = self._reaching_back(article, match, posts)
        for post in posts:
            for person in people:
                yield person, self._role(article, post, match.rule.id, status, since)

    def _appoints(self, article: _Article, match: RuleMatch) -> bool:
        """Whether the last person before the post gives it to another: 获总统奥巴马委任，担任负责人."""
        last = article.last_before(match.span("posts")[0])
        return last is not None and article.prepared.plain.startswith(self._appointing, last[1])

    def _reaching_back(self, article: _Article, match: RuleMatch, posts: list[Post]) -> list[Post]:
        """Posts without an organisation take the one that stands before their verb: 在县医院担任主任."""
        if "between" in match.groups:
            begin, end = match.span("between")
        elif match.rule.params.get("body_before"):
            begin, end = article.prepared.sentence_at(match.start)[0], match.start
        else:
            return posts
        while end > begin and article.prepared.plain[end - 1] in ",， ":
            end -= 1
        reached = self._posts.org_at(article.prepared, end, begin)
        if reached is None:
            return posts
        return [p if p.states_org else msgspec.structs.replace(p, org=reached) for p in posts]

    def _backward(self, article: _Article, match: RuleMatch) -> Iterator[tuple[int, Role]]:
        """The post that stands before 是: 船厂的总工程师是李建国."""
        begin, end = match.span("names")
        for post in self._posts.before(article.prepared, article.masked, match.start):
            if post.states_org:
                for _, _, person in article.people_in(begin, end):
                    yield person, self._role(article, post, match.rule.id, "current", None)

    def _several(self, article: _Article, match: RuleMatch) -> Iterator[tuple[int, Role]]:
        begin, end = match.span("names")
        title_start, _ = match.span("title")
        post = self._posts.after(article.prepared, title_start)
        if post is not None:
            for _, _, person in article.people_in(begin, end):
                yield person, self._role(article, post, match.rule.id, "current", None)

    def _role(self, article: _Article, post: Post, rule: str, status: str, since: str | None) -> Role:
        if post.status is not None:
            status = post.status
        elif status == "current" and rule in ("roles.takes", "roles.pronoun", "roles.goes-on"):
            paragraph = article.masked.rfind("\n", 0, post.start) + 1
            context = article.prepared.plain[max(paragraph, post.start - 90) : post.start]
            if any(word in context for word in self._settings.seconded_context):
                status = "seconded"
        known: Mapping[str, RoleStatus] = {"current": "current", "former": "former", "seconded": "seconded"}
        return Role(post.title, post.org, known[status], since, post.start, post.end, rule)


def _merged(roles: Sequence[Role]) -> tuple[Role, ...]:
    """One role for each post: the same title with a shorter or no organisation is the same post."""
    kept: list[Role] = []
    for role in sorted(roles, key=lambda role: -len(role.org or "")):
        same = next((k for k in kept if _same_post(k, role)), None)
        if same is None:
            kept.append(role)
        elif (same.since is None and role.since) or (same.status == "current" and role.status != "current"):
            status = role.status if same.status == "current" else same.status
            kept[kept.index(same)] = msgspec.structs.replace(
                same, since=same.since or role.since, status=status
            )
    return tuple(sorted(kept, key=lambda role: (role.start, role.title)))


def _same_post(fuller: Role, role: Role) -> bool:
    if fuller.title != role.title and not (role.org is None and fuller.title.endswith(role.title)):
        return False
    if role.org is None or fuller.org is None:
        return True
    return role.org in fuller.org or _subsequence(role.org, fuller.org)


def _subsequence(short: str, full: str) -> bool:
    at = iter(full)
    return all(character in at for character in short)
