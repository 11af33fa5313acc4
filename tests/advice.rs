//! "Not sure yet", the comparison before leaving, and the second letter, key by key.

mod support;

use kotowari::app::Start;
use kotowari::config::Config;
use support::{Driver, SIZE, complete, date, one};

#[test]
fn not_sure_yet_leads_to_the_mildest_step() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =hurts");
    assert_eq!(d.at(), "hurts");
    // Calls at work: the contact rule solves it.
    d.press("=calls_at_work enter");
    assert_eq!(d.at(), "goal");
    let frame = d.frame();
    let best = frame
        .lines()
        .find(|l| l.contains("> ") && l.contains("連絡を減らしてもらう"))
        .unwrap_or_default();
    assert!(best.ends_with("おすすめ") && frame.matches("おすすめ").count() == 1, "{frame}");
    assert!(
        frame.contains("得られること") && frame.contains("手放すこと・気になること"),
        "{frame}"
    );
    assert!(frame.contains("*+ 勤務中の電話を"), "what speaks to it comes first: {frame}");
    assert!(frame.contains("2週間ほど様子を見て"), "the plan: {frame}");
    assert!(!frame.contains("まだ決めていない"), "it is asked once: {frame}");
    d.press("enter");
    assert_eq!(d.at(), "means");
    // Back to the comparison, to what hurts, and out of it.
    d.press("esc");
    assert_eq!(d.at(), "goal");
    d.press("esc");
    assert_eq!(d.at(), "hurts");
    assert!(d.ticks("仕事中に電話がくる"), "{}", d.frame());
    d.press("esc");
    assert_eq!(d.at(), "goal");
    assert!(d.frame().contains("まだ決めていない"), "{}", d.frame());
    // Taken again, it still knows what was marked.
    d.press("=hurts");
    assert!(d.ticks("仕事中に電話がくる"), "{}", d.frame());
    // Worry about the data: only leaving erases.
    d.press("=calls_at_work =data_worry enter");
    assert!(d.is_on("退会する") && d.frame().contains("おすすめ"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "requests");
    assert!(!d.frame().contains("得られること"), "it was compared already: {}", d.frame());
    // With other ticks the cursor goes along, until it is moved; what was chosen comes back to it.
    d.press("esc");
    assert!(d.is_on("退会する"), "{}", d.frame());
    d.press("esc =data_worry =misfit enter");
    assert!(d.is_on("担当者を替えてもらう"), "{}", d.frame());
    d.press("down esc enter");
    assert!(d.is_on("しばらく休む"), "{}", d.frame());
    d.press("enter esc");
    assert!(d.is_on("しばらく休む"), "{}", d.frame());
}

#[test]
fn nothing_marked_is_no_answer() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =hurts enter");
    assert_eq!(d.at(), "hurts");
    assert!(d.frame().contains("ひとつ以上"), "{}", d.frame());
}

#[test]
fn leaving_is_compared_where_it_is_asked_for() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw");
    assert_eq!(d.at(), "requests");
    assert!(d.frame().contains("得られること") && d.ticks("個人情報の消去"), "{}", d.frame());
    // Whoever comes back to weigh it again finds it there, by whichever way.
    for keys in ["esc =withdraw", "enter esc", "enter enter esc esc"] {
        d.press(keys);
        assert_eq!(d.at(), "requests", "{keys}");
        assert!(d.frame().contains("得られること"), "{keys}: {}", d.frame());
    }
    // Another goal is not talked about.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause");
    assert!(!d.frame().contains("得られること"), "{}", d.frame());
    // Who comes with the goal sees it as well.
    let mut start = Start::default();
    start.answers.set("service", one("apoplus-pharmacist"));
    start.answers.set("goal", one("withdraw"));
    let d = Driver::with(SIZE, start, Config::default());
    assert_eq!(d.at(), "requests");
    assert!(d.frame().contains("得られること"), "{}", d.frame());
}

/// Beside a request that stays registered, LINE is all that is asked about.
#[test]
fn line_is_ticked_by_who_comes_to_say_so() {
    for goal in ["pause", "change_handler", "reduce_contact"] {
        let mut d = Driver::answered(complete(goal, "mail"));
        d.change("extras").press("'LINE' enter");
        assert_eq!(d.at(), "requests", "{goal}");
        let frame = d.frame();
        assert!(d.ticks("LINEの停止") && !frame.contains("退会"), "{goal}: {frame}");
        assert!(!frame.contains("得られること"), "{goal}: {frame}");
        d.press("enter").until("review", "enter");
        assert!(d.letter().contains("LINE"), "{goal}: {}", d.letter());
    }
}

#[test]
fn a_second_letter_from_the_first_key_to_the_clipboard() {
    let mut d = Driver::new();
    // Still contacted; what is offered then are the goals that this can follow.
    d.press("=apoplus-pharmacist =follow_up =still_contacted");
    assert_eq!(d.at(), "goal");
    assert!(d.frame().contains("前の手紙では、何を頼みましたか"), "{}", d.frame());
    assert!(
        d.frame().contains("4 退会する") && !d.frame().contains("また利用する"),
        "{}",
        d.frame()
    );
    d.press("=withdraw");
    assert_eq!(d.at(), "requests");
    assert!(!d.frame().contains("得られること"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "selections");
    d.press("enter");
    assert_eq!(d.at(), "first_date");
    // A day without a year lies behind us.
    d.press("'12/25'").press("enter");
    assert_eq!(d.at(), "first_channel");
    d.press("esc");
    assert!(d.frame().contains("2025"), "{}", d.frame());
    d.press("ctrl+u ctrl+a ctrl+k '11/13' enter =mail");
    assert_eq!(d.at(), "first_subject");
    d.press("'退会のお願い（山田 花子）' enter");
    assert_eq!(d.at(), "receipt_date");
    d.press("enter");
    assert_eq!(d.at(), "contacts");
    let frame = d.press("down").frame();
    assert!(
        frame.contains("> + ") && !frame.contains("次へ"),
        "the list is what the letter is about: {frame}"
    );
    d.press("up enter '11/16' enter =call enter '12:40ごろ' enter");
    assert!(d.frame().contains("お電話／12:40ごろ"), "{}", d.frame());
    d.press("down enter");
    assert_eq!(d.at(), "channel");
    d.press(
        "=mail '山田 花子' enter 'ヤマダ ハナコ' enter '1990-04-01' enter 'hanako@example.jp' enter",
    );
    d.press("'090-1234-5678' enter enter enter");
    assert_eq!(d.at(), "review");
    d.press("c");
    let letter = d.world.copied.last().cloned().unwrap_or_default();
    assert!(letter.starts_with("件名："), "{letter}");
    assert!(
        letter.contains("11月13日（金）に、「退会のお願い（山田 花子）」の件名でメールを"),
        "{letter}"
    );
    assert!(letter.contains("11月16日（月）") && letter.contains("12:40ごろ"), "{letter}");
}

#[test]
fn the_form_says_how_much_it_takes() {
    let mut d = Driver::answered(complete("withdraw", "form"));
    let whole = d.letter();
    d.press("l '30' enter");
    assert!(d.frame().contains("50 から"), "{}", d.frame());
    d.press("'0' enter");
    let short = d.letter();
    assert!(
        short.chars().count() < whole.chars().count() && short.contains("付で退会いたします"),
        "{short}"
    );
    assert!(d.frame().contains("超えています"), "{}", d.frame());
    d.press("l ctrl+a ctrl+k '400' enter");
    assert!(!d.frame().contains("超えています") && d.frame().contains("短い文面"), "{}", d.frame());
    d.press("l ctrl+a ctrl+k enter");
    assert_eq!(d.letter(), whole);
    // Another channel has no such limit.
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("l");
    assert!(d.frame().contains("問い合わせフォームのときだけ"), "{}", d.frame());
}

#[test]
fn the_review_of_a_call_says_whether_the_desk_is_open() {
    let mut d = Driver::answered(complete("withdraw", "phone"));
    assert!(!d.frame().contains("受付時間"), "no clock, no word: {}", d.frame());
    d.app.session.clock = date(2026, 11, 20).and_hms_opt(17, 30, 0);
    assert!(d.frame().contains("いまは受付中です（18:00まで）"), "{}", d.frame());
    d.app.session.clock = date(2026, 11, 20).and_hms_opt(18, 30, 0);
    assert!(d.frame().contains("次は2026年11月24日（火）の9:00から"), "{}", d.frame());
}

/// Of a service whose number is not known, the same: where to find it, and when to call.
#[test]
fn the_review_of_a_call_says_where_the_number_is_found() {
    let mut answers = complete("withdraw", "phone");
    answers.set("service", one("other"));
    answers.set("service_name", one("みなと薬剤師ナビ"));
    let mut d = Driver::answered(answers);
    let doubt = "いまは休みのことがある";
    assert!(d.frame().contains("担当の方の名刺やメールの署名"), "{}", d.frame());
    d.app.session.clock = date(2026, 11, 20).and_hms_opt(17, 30, 0);
    assert!(!d.frame().contains(doubt), "{}", d.frame());
    d.app.session.clock = date(2026, 11, 22).and_hms_opt(12, 0, 0);
    let frame = d.frame();
    assert!(frame.contains(doubt) && frame.contains("2026年11月24日（火）の日中"), "{frame}");
}

/// Whoever wants another consultant is not sent to the present one for a number.
#[test]
fn the_number_of_the_desk_is_not_asked_of_the_consultant() {
    let mut answers = complete("change_handler", "phone");
    answers.set("service", one("other"));
    answers.set("service_name", one("みなと薬剤師ナビ"));
    let d = Driver::answered(answers);
    assert!(!d.frame().contains("名刺"), "{}", d.frame());
    assert!(d.frame().contains("窓口の番号"), "{}", d.frame());
}

/// A plan that nothing will keep is not promised.
#[test]
fn without_records_no_plan_is_promised() {
    for no_save in [false, true] {
        let start = Start { no_save, answers: complete("pause", "mail"), ..Start::default() };
        let mut d = Driver::with(SIZE, start, Config::default());
        d.open("plan");
        assert_eq!(d.frame().contains("予定も残りません"), no_save, "{}", d.frame());
        assert_ne!(d.frame().contains("予定は手元の記録"), no_save, "{}", d.frame());
    }
}
