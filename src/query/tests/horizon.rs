use super::*;

#[test]
fn terms_about_the_creation_say_how_far_back_to_look() {
    let horizon = |text: &str| query(text).horizon(7).map(|horizon| horizon.0);
    for (text, days) in [
        ("", None),
        ("status:failed | churn", None),
        ("created<30d", Some(Some(30))),
        ("created<36h status:failed", Some(Some(2))),
        ("created<30d created<3d", Some(Some(3))),
        ("created>7d created<30d", Some(Some(30))),
        ("!created>30d", Some(Some(30))),
        // What is older than something may be as old as can be.
        ("created>7d", Some(None)),
        ("!created<7d", Some(None)),
        ("created<2d | status:failed", Some(Some(7))),
        ("created<30d | status:failed", Some(Some(30))),
        ("created<30d | created>60d", Some(None)),
    ] {
        assert_eq!(horizon(text), days, "{text}");
    }
}
