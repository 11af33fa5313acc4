//! The kinds of reply.

use crate::domain::word::{Word, words};

words! {
    ReplyKind {
        AutoReply "auto_reply" text!("reply.auto_reply"),
        Receipt "receipt" text!("reply.receipt"),
        Done "done" text!("reply.done"),
        PartlyDone "partly_done" text!("reply.partly_done"),
        HeldBack "held_back" text!("reply.held_back"),
        OtherProcedure "other_procedure" text!("reply.other_procedure"),
        IdentityWanted "identity_wanted" text!("reply.identity_wanted"),
        Refused "refused" text!("reply.refused"),
        Question "question" text!("reply.question"),
        Sales "sales" text!("reply.sales"),
        Bounce "bounce" text!("reply.bounce"),
        OutOfOffice "out_of_office" text!("reply.out_of_office"),
        Transfer "transfer" text!("reply.transfer"),
        Called "called" text!("reply.called"),
        Moved "moved" text!("reply.moved"),
        CalledOff "called_off" text!("reply.called_off"),
        Unrelated "unrelated" text!("reply.unrelated"),
    }
}
