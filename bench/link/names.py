"""A list of names with the spellings under which different people write them, made before any rule was.

Syllables with their spellings as newspapers, passports, prison lists and refugees write them; a seed draws
the names. Korean names, Chinese names, and names of ethnic Koreans of China that are read in both ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# Hangul: spellings (first those of South Korea, then of North Korea and of older scholarship)
SURNAMES = {
    "김": "Kim Gim", "이": "Lee Yi Rhee Ri", "리": "Ri Lee Yi", "박": "Park Pak Bak", "최": "Choi Choe Ch'oe",
    "정": "Jung Jeong Chung Jong Chŏng", "강": "Kang Gang", "조": "Cho Jo", "윤": "Yoon Yun", "장": "Jang Chang",
    "임": "Lim Im Rim", "한": "Han", "오": "Oh O", "서": "Seo Suh So Sŏ", "신": "Shin Sin", "권": "Kwon Gwon Kwŏn",
    "황": "Hwang", "안": "Ahn An", "송": "Song", "류": "Ryu Yoo Yu", "홍": "Hong", "전": "Jeon Chun Jon Chŏn",
    "고": "Ko Go Koh", "문": "Moon Mun", "양": "Yang Ryang", "손": "Son Sohn", "배": "Bae Pae", "백": "Baek Paek Paik",
    "허": "Heo Huh Ho Hŏ", "남": "Nam", "심": "Shim Sim", "노": "Noh Roh No Ro", "하": "Ha", "곽": "Kwak Gwak",
    "성": "Sung Seong Song Sŏng", "차": "Cha Ch'a", "주": "Joo Ju Chu", "우": "Woo U", "구": "Koo Gu Ku", "민": "Min",
    "진": "Jin Chin", "지": "Ji Chi", "엄": "Um Eom Om", "원": "Won Wŏn", "방": "Bang Pang", "현": "Hyun Hyeon Hyon",
}  # fmt: skip
GIVEN = {
    "영": "Young Yeong Yong Yŏng", "철": "Chul Cheol Chol Ch'ŏl", "성": "Sung Seong Song Sŏng", "미": "Mi Mee",
    "희": "Hee Hui Hŭi", "경": "Kyung Gyeong Kyong Kyŏng", "순": "Soon Sun", "옥": "Ok", "명": "Myung Myeong Myong",
    "혁": "Hyuk Hyeok Hyok", "진": "Jin Chin", "수": "Soo Su", "정": "Jung Jeong Jong Chŏng", "은": "Eun Un Ŭn",
    "현": "Hyun Hyeon Hyon", "남": "Nam", "일": "Il", "국": "Kook Guk Kuk", "광": "Kwang Gwang", "호": "Ho",
    "민": "Min", "선": "Sun Seon Son Sŏn", "화": "Hwa", "금": "Keum Geum Kum Kŭm", "복": "Bok Pok", "길": "Gil Kil",
    "룡": "Ryong", "만": "Man", "춘": "Chun Ch'un", "애": "Ae", "숙": "Sook Suk", "란": "Ran", "향": "Hyang",
    "연": "Yeon Yon Yŏn", "주": "Joo Ju Chu", "봉": "Bong Pong", "설": "Seol Sol Sŏl", "강": "Kang Gang", "태": "Tae T'ae",
    "인": "In", "상": "Sang", "덕": "Duk Deok Tok Tŏk", "환": "Hwan", "용": "Yong", "범": "Bum Beom Pom", "훈": "Hoon Hun",
    "준": "Joon Jun Chun", "지": "Ji Chi", "혜": "Hye", "실": "Sil", "매": "Mae", "송": "Song", "림": "Rim", "심": "Shim Sim",
}  # fmt: skip
# Chinese: characters with Pinyin and Wade–Giles
HAN_SURNAMES = {
    "王": "Wang Wang", "李": "Li Li", "张": "Zhang Chang", "刘": "Liu Liu", "陈": "Chen Ch'en", "杨": "Yang Yang",
    "赵": "Zhao Chao", "黄": "Huang Huang", "周": "Zhou Chou", "吴": "Wu Wu", "徐": "Xu Hsu", "孙": "Sun Sun",
    "胡": "Hu Hu", "朱": "Zhu Chu", "高": "Gao Kao", "林": "Lin Lin", "何": "He Ho", "郭": "Guo Kuo", "马": "Ma Ma",
    "罗": "Luo Lo", "谢": "Xie Hsieh", "宋": "Song Sung", "唐": "Tang T'ang", "许": "Xu Hsu", "邓": "Deng Teng",
    "曾": "Zeng Tseng", "曹": "Cao Ts'ao", "蔡": "Cai Ts'ai", "丁": "Ding Ting", "单": "Shan Shan",
}  # fmt: skip
HAN_GIVEN = {
    "建": "jian chien", "国": "guo kuo", "明": "ming ming", "秀": "xiu hsiu", "英": "ying ying", "志": "zhi chih",
    "强": "qiang ch'iang", "丽": "li li", "军": "jun chun", "平": "ping p'ing", "晓": "xiao hsiao", "春": "chun ch'un",
    "德": "de te", "荣": "rong jung", "玉": "yu yu", "兰": "lan lan", "桂": "gui kuei", "生": "sheng sheng", "辉": "hui hui",
    "忠": "zhong chung", "云": "yun yun", "雪": "xue hsueh", "梅": "mei mei", "波": "bo po", "清": "qing ch'ing",
}  # fmt: skip
# Ethnic Koreans of China: characters, Hangul, Pinyin, and how Koreans write them
JOSEON_SURNAMES = {
    "朴": "박 Piao Pak Park", "金": "김 Jin Kim", "崔": "최 Cui Choe Choi", "郑": "정 Zheng Jong Jung", "姜": "강 Jiang Kang",
    "全": "전 Quan Jon Jeon", "许": "허 Xu Ho Heo", "韩": "한 Han Han", "玄": "현 Xuan Hyon Hyun", "南": "남 Nan Nam",
    "李": "리 Li Ri Lee", "张": "장 Zhang Jang Chang",
}  # fmt: skip
JOSEON_GIVEN = {
    "正": "정 zheng jong", "雄": "웅 xiong ung", "哲": "철 zhe chol", "英": "영 ying yong", "顺": "순 shun sun",
    "玉": "옥 yu ok", "花": "화 hua hwa", "日": "일 ri il", "学": "학 xue hak", "龙": "룡 long ryong", "浩": "호 hao ho",
    "姬": "희 ji hui", "善": "선 shan son", "福": "복 fu bok", "权": "권 quan kwon", "海": "해 hai hae", "春": "춘 chun chun",
    "虎": "호 hu ho", "国": "국 guo kuk", "男": "남 nan nam", "星": "성 xing song",
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """One way in which one person's name is written."""

    person: int
    name: str


def names(korean: int = 200, chinese: int = 70, joseon: int = 60, seed: int = 20261125) -> list[Written]:
    """Return three or four spellings of each of so many people's names; no two people share all characters."""
    random, made, taken = Random(seed), [], set()
    for kind, number in (("korean", korean), ("chinese", chinese), ("joseon", joseon)):
        person = 0
        while person < number:
            native, forms = {"korean": _korean, "chinese": _chinese, "joseon": _joseon}[kind](random)
            if native in taken:
                continue
            taken.add(native)
            made += [Written(len(taken), form) for form in dict.fromkeys((native, *forms))]
            person += 1
    return made


def _korean(random: Random) -> tuple[str, list[str]]:
    surname, one, two = random.choice(list(SURNAMES)), *random.sample(list(GIVEN), 2)
    forms = []
    for _ in range(3):
        parts = [
            random.choice(table[s].split()) for table, s in ((SURNAMES, surname), (GIVEN, one), (GIVEN, two))
        ]
        forms.append(_latin(random, parts))
    return surname + one + two, forms


def _chinese(random: Random) -> tuple[str, list[str]]:
    surname, one, two = random.choice(list(HAN_SURNAMES)), *random.sample(list(HAN_GIVEN), 2)
    forms = []
    for system in (0, 1):
        parts = [
            table[s].split()[system]
            for table, s in ((HAN_SURNAMES, surname), (HAN_GIVEN, one), (HAN_GIVEN, two))
        ]
        forms.append(
            f"{parts[0]} {parts[1].capitalize()}{parts[2]}"
            if system == 0
            else f"{parts[0]} {parts[1].capitalize()}-{parts[2]}"
        )
    return surname + one + two, forms


def _joseon(random: Random) -> tuple[str, list[str]]:
    surname, one, two = random.choice(list(JOSEON_SURNAMES)), *random.sample(list(JOSEON_GIVEN), 2)
    told = [JOSEON_SURNAMES[surname].split(), JOSEON_GIVEN[one].split(), JOSEON_GIVEN[two].split()]
    forms = [
        "".join(t[0] for t in told),
        f"{told[0][1]} {told[1][1].capitalize()}{told[2][1]}",
        _latin(random, [random.choice(told[0][2:]), told[1][2].capitalize(), told[2][2].capitalize()]),
    ]
    return surname + one + two, forms


def _latin(random: Random, parts: list[str]) -> str:
    surname, one, two = parts
    given = random.choice([f"{one} {two}", f"{one}-{two.lower()}", f"{one}{two.lower()}"])
    order = random.random()
    if order < 0.15:
        return f"{given} {surname}"
    return f"{surname.upper()} {given}" if order < 0.3 else f"{surname} {given}"
