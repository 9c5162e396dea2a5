//! Days without a clock: pure reckoning in the Gregorian calendar.

/// Days since 1970-01-01.
pub fn number(year: i32, month: u32, day: u32) -> i64 {
    // The year begins in March, so that its last day is the one that comes and goes.
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
pub fn date(number: i64) -> (i32, u32, u32) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (year as i32, month as u32, day as u32)
}

/// 0 is Sunday.
pub fn weekday(number: i64) -> u32 {
    (number + 4).rem_euclid(7) as u32
}

/// The first day of the week that a day lies in.
pub fn week(number: i64) -> i64 {
    number - i64::from(weekday(number))
}

/// The first day of the month that a day lies in.
pub fn month(at: i64) -> i64 {
    let (year, month, _) = date(at);
    number(year, month, 1)
}

/// The first day of the month so many months on.
pub fn month_on(at: i64, months: i32) -> i64 {
    let (year, month, _) = date(at);
    let count = year * 12 + month as i32 - 1 + months;
    number(count.div_euclid(12), count.rem_euclid(12) as u32 + 1, 1)
}

/// Full names.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// From Sunday.
pub const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// `November 2026`.
pub fn month_text(at: i64) -> String {
    let (year, month, _) = date(at);
    format!("{} {year}", name(&MONTHS, month - 1))
}

/// `Thursday, November 26`.
pub fn day_text(at: i64) -> String {
    let (_, month, day) = date(at);
    format!("{}, {} {day}", name(&WEEKDAYS, weekday(at)), name(&MONTHS, month - 1))
}

fn name(names: &[&'static str], at: u32) -> &'static str {
    names.get(at as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_there_and_back() {
        for (year, month, day, count) in
            [(1970, 1, 1, 0), (2000, 2, 29, 11_016), (2026, 11, 26, 20_783), (1969, 12, 31, -1), (2100, 3, 1, 47_541)]
        {
            assert_eq!(number(year, month, day), count);
            assert_eq!(date(count), (year, month, day));
        }
        for count in -800_000..800_000 {
            let (year, month, day) = date(count);
            assert_eq!(number(year, month, day), count);
        }
    }

    #[test]
    fn weeks_begin_on_sunday_and_months_on_their_first() {
        let thursday = number(2026, 11, 26);
        assert_eq!(day_text(thursday), "Thursday, November 26");
        assert_eq!(date(week(thursday)), (2026, 11, 22));
        assert_eq!(week(week(thursday)), week(thursday));
        assert_eq!(date(month_on(thursday, 2)), (2027, 1, 1));
        assert_eq!(date(month_on(thursday, -11)), (2025, 12, 1));
        assert_eq!(month_text(month(thursday)), "November 2026");
    }
}
