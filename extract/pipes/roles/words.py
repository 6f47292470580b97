"""What the names of organisations are made of."""

from __future__ import annotations

import msgspec

from extract.pipes.roles.villages import VillageWords


class OrganisationWords(msgspec.Struct, frozen=True):
    """What the names of organisations are made of; see ``rules/roles/organisations.toml``."""

    tags: list[str]
    never: list[str]
    inside: list[str]
    generic: list[str]
    pointed: list[str]
    pointing: list[str]
    seconded_bodies: list[str]
    bodies: list[str]
    party_bodies: list[str]
    committees: dict[str, str]
    levels: list[str]
    longest: int
    endings: list[str]
    ending_tags: list[str]
    fused: list[str]
    departments: list[str]
    national: list[str]
    fixed: list[str]
    any_organisation: list[str]
    no_names: list[str]
    not_speciality: list[str]
    between: list[str]
    desks: list[str]
    no_bodies: list[str]
    joined: list[str]
    only_behind: dict[str, str]
    only_before: dict[str, str]
    subjects_of: list[str]
    schools: list[str]
    specialities: list[str]
    parties: list[str]
    elected: list[str]
    never_alone: list[str]
    of_regions: list[str]
    free: list[str]
    of_committees: list[str]
    of_countries: list[str]
    led: list[str]
    quoted_titles: list[str]
    constituencies: list[str]
    homes: dict[str, list[str]]
    far: dict[str, list[str]]
    villages: VillageWords
