"""Pages of our own that are full of what is no part of a report: nothing of it may be in the text.

Every page has the same report in one of three languages, and around it, in the habits of many site builders,
comments that sound like the report, related stories with standfirsts, cookie banners, share bars, captions of
other stories, boxes that ask to subscribe.
"""

from __future__ import annotations

from itertools import product

TEXT = {
    "en": (
        "Two women who had been staying in a rented room near the freight yard were led away on Monday night, a neighbour said.",
        "They were told to bring nothing but their shoes, the neighbour said, and nobody has been allowed to see them since.",
        "A relative in Seoul said on Thursday that she had heard of a transfer planned for the end of the month.",
        "The local bureau did not answer questions that were sent to it in writing, and a second call was cut off.",
    ),
    "ko": (
        "지난 월요일 밤 화물역 근처 셋방에 머물던 여성 두 명이 공안에 끌려갔다고 이웃 주민이 전했다.",
        "이웃은 신발 말고는 아무것도 챙기지 말라고 했다며 그 뒤로 면회는 한 번도 허락되지 않았다고 말했다.",
        "서울에 사는 친척은 이달 말 이송이 있을 것이라는 말을 들었다고 목요일 밝혔다.",
        "현지 공안국은 서면 질의에 답하지 않았고 두 번째 통화는 도중에 끊겼다.",
    ),
    "zh": (
        "周一夜里，住在货场附近一间出租屋里的两名女子被警察带走，一名邻居这样说。",
        "这名邻居说，她们被告知除了鞋子什么都不用带，此后家属一次也没有获准会见。",
        "住在首尔的一名亲属周四表示，她听说月底会有一次转移，但不知道去哪里。",
        "当地公安局没有答复本刊以书面提出的问题，第二次通话中途被挂断。",
    ),
}
DECOY = {
    "en": "DECOY: Nine men were arrested in Tumen on Friday and sent back over the bridge, officials said in a statement.",
    "ko": "DECOY: 금요일 투먼에서 남성 아홉 명이 체포돼 다리 건너로 송환됐다고 당국이 성명에서 밝혔다.",
    "zh": "DECOY: 周五，九名男子在图们被捕并被遣送过桥，当局在一份声明中这样表示，未提供更多细节。",
}
WORDS = {
    "en": (
        "Comments",
        "Related stories",
        "We value your privacy",
        "Subscribe to our newsletter",
        "Share this",
        "Most read",
    ),
    "ko": ("댓글", "관련기사", "쿠키 안내", "구독 신청", "공유하기", "많이 본 기사"),
    "zh": ("评论", "相关新闻", "Cookie 提示", "订阅本刊", "分享到", "热门文章"),
}
_BEFORE = (
    '<div class="cookie-consent"><h2>{privacy}</h2><p>{decoy}</p><button>OK</button></div>',
    '<nav><ul><li><a href="/a">{decoy}</a></li></ul></nav>',
    '<div class="ticker"><span>{decoy}</span></div>',
    '<aside class="sidebar"><h3>{most}</h3><ol><li><a href="/m">{decoy}</a></li></ol></aside>',
)
_INSIDE = (
    '<div class="newsletter-signup"><h4>{subscribe}</h4><p>{decoy}</p></div>',
    '<figure><img src="o.jpg"><figcaption>{decoy}</figcaption></figure>',
    '<div class="related-inline"><strong>{related}</strong><a href="/r">{decoy}</a></div>',
    '<ul class="share-bar"><li><a href="#">{share}</a></li></ul>',
)
_AFTER = (
    '<section id="comments"><h3>{comments}</h3><div class="comment"><p>{decoy}</p></div></section>',
    '<div class="related"><h3>{related}</h3><div class="teaser"><a href="/t"><h4>{decoy}</h4></a><p>{decoy}</p></div></div>',
    "<h3>{related}</h3><ul><li><a href='/x'>{decoy}</a></li><li><a href='/y'>{decoy}</a></li></ul>",
    '<div class="subscribe-box"><p>{decoy}</p></div><footer><p>© Quay Record. {decoy}</p></footer>',
)
_FRAME = (
    "<article><h1>Held</h1>{text}</article>",
    '<div id="content"><div class="post"><h1>Held</h1><div class="entry">{text}</div></div></div>',
    "<table><tr><td>{text}</td></tr></table>",
    '<main><h1>Held</h1><div class="a"><div class="b">{text}</div></div></main>',
)


def decoys() -> list[tuple[str, list[str], list[str]]]:
    """Return pages with the passages that must be in the text and the one that must not."""
    pages = []
    for lang, number in product(TEXT, range(16)):
        before, inside, after, frame = (
            group[index % 4]
            for group, index in (
                (_BEFORE, number),
                (_INSIDE, number // 2),
                (_AFTER, number // 4),
                (_FRAME, number + number // 4),
            )
        )
        comments, related, privacy, subscribe, share, most = WORDS[lang]
        said = {
            "comments": comments,
            "related": related,
            "privacy": privacy,
            "subscribe": subscribe,
            "share": share,
            "most": most,
            "decoy": DECOY[lang],
        }
        first, *rest = (f"<p>{paragraph}</p>" for paragraph in TEXT[lang])
        text = frame.format(text=first + inside.format(**said) + "".join(rest))
        page = f"<html><head><title>Held | Quay Record</title></head><body>{before.format(**said)}{text}{after.format(**said)}</body></html>"
        pages.append((page, list(TEXT[lang]), ["DECOY"]))
    return pages
