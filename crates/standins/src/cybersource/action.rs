//! The buttons of the hosted page: how the gateway decides, and how it misbehaves.

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Accept,
    Decline,
    Cancel,
    Review,
    Replay,
    WrongAmount,
    WrongCurrency,
    Partial,
    Forged,
    ForgedEcho,
    NoticeOnly,
    ReturnOnly,
    NoticeAfterReturn,
    SlowNotice,
    Parallel,
}

/// How the notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Not at all.
    None,
    /// Before the browser gets its answer, so many times, one after the other.
    Now { times: usize },
    /// Before the browser gets its answer, many at once; the page says how many.
    AtOnce,
    /// Some time after the browser got its answer; the page says how long.
    Later,
    /// Meanwhile, but its body trickles over a time that the page says.
    Trickled,
}

/// A button with its explanation, for the hosted page.
pub(crate) struct Choice {
    pub(crate) action: Action,
    pub(crate) key: &'static str,
    pub(crate) label: &'static str,
}

const fn choice(action: Action, key: &'static str, label: &'static str) -> Choice {
    Choice { action, key, label }
}

/// What a well-behaved gateway offers besides paying.
pub(crate) const ORDINARY: [Choice; 4] = [
    choice(Action::Accept, "accept", "Pay"),
    choice(Action::Decline, "decline", "Decline the card"),
    choice(Action::Review, "review", "Hold for review"),
    choice(Action::Cancel, "cancel", "Cancel and go back"),
];

/// What no gateway should do and every merchant must survive.
pub(crate) const BAD: [Choice; 11] = [
    choice(Action::Replay, "replay", "Accept, same notice twice"),
    choice(Action::Parallel, "parallel", "Accept, many notices at once"),
    choice(Action::WrongAmount, "wrong_amount", "Accept a wrong amount"),
    choice(Action::WrongCurrency, "wrong_currency", "Accept in a wrong currency"),
    choice(Action::Partial, "partial", "Approve only half of the amount"),
    choice(Action::Forged, "forged", "Forge: accept, signed with a wrong key"),
    choice(Action::ForgedEcho, "forged_echo", "Forge: echo the signed form with an unsigned accept"),
    choice(Action::NoticeOnly, "notice_only", "Accept, browser does not return"),
    choice(Action::ReturnOnly, "return_only", "Accept, no notice"),
    choice(Action::NoticeAfterReturn, "notice_after_return", "Accept, notice after the return"),
    choice(Action::SlowNotice, "slow_notice", "Accept, notice trickles in slowly"),
];

impl Action {
    /// Reads the value of a button.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        ORDINARY.iter().chain(&BAD).find(|choice| choice.key == key).map(|choice| choice.action)
    }

    /// How the notice goes out.
    pub(crate) fn delivery(self) -> Delivery {
        match self {
            Self::ReturnOnly => Delivery::None,
            Self::Replay => Delivery::Now { times: 2 },
            Self::Parallel => Delivery::AtOnce,
            Self::NoticeAfterReturn => Delivery::Later,
            Self::SlowNotice => Delivery::Trickled,
            _ => Delivery::Now { times: 1 },
        }
    }

    /// Whether the payer's browser is sent back to the merchant.
    pub(crate) fn returns(self) -> bool {
        self != Self::NoticeOnly
    }

    /// Whether this ends the payment at the gateway. After a decline another card may be tried,
    /// and a forgery is not the gateway's doing.
    pub(crate) fn finishes(self) -> bool {
        !matches!(self, Self::Decline | Self::Forged | Self::ForgedEcho)
    }
}
