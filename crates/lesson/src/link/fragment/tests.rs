use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

/// Each fragment, and what it opens or why it does not.
fn check(fragments: &[&str], expected: Expect) {
    let read = |fragment: &&str| match decode(fragment) {
        Ok(link) => format!("{fragment}\n    {link:?}\n"),
        Err(error) => format!("{fragment}\n    {error}\n"),
    };
    expected.assert_eq(&fragments.iter().map(read).collect::<String>());
}

#[test]
fn written_by_hand() {
    check(
        &[
            "#code=a%20=%20[]",
            "code=a%20=%20[]%0Ab=a+1&v=3.11&at=line:2#3&level=4&fold=Node,dict,a%2Cb,&show=%2312&theme=dark",
            "code=&embed=picture&keys=none&presenter=1",
            "code=x&embed=picture",
            "code=x&v=3.14&level=2&theme=auto&embed=page&keys=global&presenter=0",
            "code=first&code=second&at=end&at=nonsense&colour=red&&=&whatever",
            "1&code=x%25y%zz",
        ],
        expect![[r##"
            #code=a%20=%20[]
                Link { source: "a = []", version: None, moment: Start, view: ViewOptions { level: 2, show: [], fold: [], theme: Auto, presenter: false }, embed: Page }
            code=a%20=%20[]%0Ab=a+1&v=3.11&at=line:2#3&level=4&fold=Node,dict,a%2Cb,&show=%2312&theme=dark
                Link { source: "a = []\nb=a+1", version: Some("3.11"), moment: Line { line: 2, visit: 3 }, view: ViewOptions { level: 4, show: ["#12"], fold: ["Node", "dict", "a,b"], theme: Dark, presenter: false }, embed: Page }
            code=&embed=picture&keys=none&presenter=1
                Link { source: "", version: None, moment: Start, view: ViewOptions { level: 2, show: [], fold: [], theme: Auto, presenter: true }, embed: Picture { keys: None } }
            code=x&embed=picture
                Link { source: "x", version: None, moment: Start, view: ViewOptions { level: 2, show: [], fold: [], theme: Auto, presenter: false }, embed: Picture { keys: Focus } }
            code=x&v=3.14&level=2&theme=auto&embed=page&keys=global&presenter=0
                Link { source: "x", version: None, moment: Start, view: ViewOptions { level: 2, show: [], fold: [], theme: Auto, presenter: false }, embed: Page }
            code=first&code=second&at=end&at=nonsense&colour=red&&=&whatever
                Link { source: "first", version: None, moment: End, view: ViewOptions { level: 2, show: [], fold: [], theme: Auto, presenter: false }, embed: Page }
            1&code=x%25y%zz
                Link { source: "x%y%zz", version: None, moment: Start, view: ViewOptions { level: 2, show: [], fold: [], theme: Auto, presenter: false }, embed: Page }
        "##]],
    );
}

#[test]
fn what_cannot_be_opened() {
    check(
        &[
            "",
            "#",
            "1",
            "at=end",
            "c=AAAA",
            "2&c=AAAA",
            "chapter-3",
            "1&c=AA!A",
            "1&c=AAAAA",
            "1&c=",
            "1&c=AAAAAAAAAAAA",
            "code=%ff",
            "code=x&at=line:0",
            "code=x&at=line:%F0%9F%90%8D",
            "code=x&at=%ff",
            "code=x&level=9",
            "code=x&v=pypy",
            "code=x&v=3..14",
            "code=x&v=3.14.14.14.14.14.14",
            "code=x&theme=<script>alert(1)</script>--------------------------------",
            "code=x&keys=all%1B[31m",
            "code=x&embed=",
            "code=x&presenter=yes",
        ],
        expect![[r#"

                The link is empty.
            #
                The link is empty.
            1
                The link holds no program. It may have been cut off: copy it again, as a whole.
            at=end
                The link holds no program. It may have been cut off: copy it again, as a whole.
            c=AAAA
                The link holds no program. It may have been cut off: copy it again, as a whole.
            2&c=AAAA
                The link has the format “2”, which this page does not know. A newer page may open it.
            chapter-3
                The link has the format “chapter-3”, which this page does not know. A newer page may open it.
            1&c=AA!A
                The link has a character that does not belong there, at position 7.
            1&c=AAAAA
                The link was cut off: its end is missing. Copy it again, as a whole.
            1&c=
                The link was cut off: its end is missing. Copy it again, as a whole.
            1&c=AAAAAAAAAAAA
                The link is damaged: its program cannot be unpacked.
            code=%ff
                The link's program is not text.
            code=x&at=line:0
                The link says “at=line:0”, but lines and visits are counted from 1 (at character 6 of the moment).
            code=x&at=line:%F0%9F%90%8D
                The link says “at=line:🐍”, but a number is missing (at character 6 of the moment).
            code=x&at=%ff
                The link says “at=%ff”, but that is not text.
            code=x&level=9
                The link says “level=9”, but a level is a number from 1 to 5.
            code=x&v=pypy
                The link says “v=pypy”, but a Python version is written like 3.14.
            code=x&v=3..14
                The link says “v=3..14”, but a Python version is written like 3.14.
            code=x&v=3.14.14.14.14.14.14
                The link says “v=3.14.14.14.14.14.14”, but a Python version is written like 3.14.
            code=x&theme=<script>alert(1)</script>--------------------------------
                The link says “theme=<script>alert(1)</script>---------------…”, but it can be auto, light, dark.
            code=x&keys=all%1B[31m
                The link says “keys=all�[31m”, but it can be none, focus, global.
            code=x&embed=
                The link says “embed=”, but it can be picture, page.
            code=x&presenter=yes
                The link says “presenter=yes”, but it can be 1, 0.
        "#]],
    );
}

#[test]
fn too_long() {
    let long = "x".repeat(SOURCE_LIMIT + 1);
    assert_eq!(decode(&format!("code={long}")), Err(LinkError::too_large()));
    assert_eq!(
        encode(&Link::to(long.as_str())),
        Err(LinkError::too_large())
    );
    assert_eq!(encode_plain(&Link::to(long)), Err(LinkError::too_large()));
}

#[test]
fn what_could_not_be_read_is_not_written() {
    let mut link = Link::to("x");
    link.view.level = 0;
    assert!(matches!(
        encode(&link),
        Err(LinkError::BadField { name: "level", .. })
    ));
    let link = Link {
        version: Some("jython".to_owned()),
        ..Link::to("x")
    };
    assert!(matches!(
        encode_plain(&link),
        Err(LinkError::BadField { name: "v", .. })
    ));
}

#[test]
fn cut_off_anywhere() {
    let link = Link {
        version: Some("3.11".to_owned()),
        moment: "line:12#3".parse().unwrap(),
        ..Link::to("a = 1\nprint(a)\n")
    };
    let fragment = encode(&link).unwrap();
    assert_eq!(decode(&fragment), Ok(link));
    for length in 0..fragment.len() {
        assert!(
            decode(&fragment[..length]).is_err(),
            "{}",
            &fragment[..length]
        );
    }
}

fn any_link() -> impl Strategy<Value = Link> {
    let version = prop_oneof![
        Just(None),
        "[1-9]\\.[0-9]{1,2}(\\.[0-9]{1,2})?".prop_map(Some)
    ];
    let moment = prop_oneof![
        Just(At::Start),
        Just(At::End),
        (1..999_u32).prop_filter_map("from 1", At::line),
        (any::<u64>(), any::<u32>()).prop_map(|(step, event)| At::Step { step, event }),
    ];
    let names = || proptest::collection::vec("\\PC{1,8}|[,&=#%+]{1,3}", 0..3);
    let theme = prop_oneof![Just(Theme::Auto), Just(Theme::Light), Just(Theme::Dark)];
    let view = (1..=5_u8, names(), names(), theme, any::<bool>()).prop_map(
        |(level, show, fold, theme, presenter)| ViewOptions {
            level,
            show,
            fold,
            theme,
            presenter,
        },
    );
    let keys = prop_oneof![Just(Keys::None), Just(Keys::Focus), Just(Keys::Global)];
    let embed = prop_oneof![
        Just(Embed::Page),
        keys.prop_map(|keys| Embed::Picture { keys })
    ];
    (any::<String>(), version, moment, view, embed).prop_map(
        |(source, version, moment, view, embed)| Link {
            source,
            version: version.filter(|version| version != LINK_VERSION),
            moment,
            view,
            embed,
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_can_be_read(link in any_link()) {
        prop_assert_eq!(decode(&encode(&link)?), Ok(link.clone()));
        prop_assert_eq!(decode(&encode_plain(&link)?), Ok(link));
    }

    /// Only letters that need no escaping anywhere, and the signs of the format.
    #[test]
    fn links_survive_other_programs(link in any_link()) {
        for fragment in [encode(&link)?, encode_plain(&link)?] {
            prop_assert!(fragment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:,&=%".contains(&b)), "{}", fragment);
        }
    }

    #[test]
    fn anything_can_be_read(fragment in "(#?1?&)?((c|v|at|level|fold|show|theme|embed|keys|code)=)?\\PC*") {
        let _ = decode(&fragment);
    }

    #[test]
    fn one_changed_letter_is_no_panic(link in any_link(), at in any::<prop::sample::Index>(), letter in any::<char>()) {
        let mut letters: Vec<char> = encode(&link)?.chars().collect();
        let at = at.index(letters.len());
        letters[at] = letter;
        let _ = decode(&letters.into_iter().collect::<String>());
    }
}
