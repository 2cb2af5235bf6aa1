//! Decrees: the legal acts that units and borders rest on, with what an office keeps of each:
//! who proposed and who decided, when it was sat on, signed, sent out and printed, what it
//! says clause by clause, the sheets attached to it, and what it did to decrees before it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::key;
use super::{ContentHash, Life, PartialDate};

key! {
    /// The key of a [`Decree`].
    DecreeKey
}

/// Who decides of divisions. Who may decide what is for the sets of legal parameters to say,
/// as it has changed with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecreeBody {
    /// مجلس شورای اسلامی
    Parliament,
    /// هیئت وزیران
    Cabinet,
    /// The cabinet's political and defence commission (کمیسیون سیاسی دفاعی).
    Commission,
    /// Ministers or a person to whom the cabinet has left it (نماینده ویژه، وزیران عضو).
    Delegate,
    /// وزارت کشور
    Ministry,
    /// The ministries of interior and of housing together (article 4, note 1).
    TwoMinistries,
}

impl DecreeBody {
    /// All of them, the highest first.
    pub const ALL: [Self; 6] = [
        Self::Parliament,
        Self::Cabinet,
        Self::Commission,
        Self::Delegate,
        Self::Ministry,
        Self::TwoMinistries,
    ];

    /// The name for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parliament => "parliament",
            Self::Cabinet => "cabinet",
            Self::Commission => "commission",
            Self::Delegate => "delegate",
            Self::Ministry => "ministry",
            Self::TwoMinistries => "two_ministries",
        }
    }

    /// Whether what it decides is the cabinet's decision: its own, its commission's, or that of
    /// those to whom it has left the matter.
    pub fn is_of_cabinet(self) -> bool {
        matches!(self, Self::Cabinet | Self::Commission | Self::Delegate)
    }

    /// Who decided, as far as the number tells: a cabinet's decree ends in ه, one of its
    /// commission in ک.
    ///
    /// ```
    /// use marz::model::DecreeBody;
    /// assert_eq!(DecreeBody::of_number("۵۸۵۲۳/ت۴۷۵هـ"), Some(DecreeBody::Cabinet));
    /// assert_eq!(DecreeBody::of_number("21548/ت32156ك"), Some(DecreeBody::Commission));
    /// assert_eq!(DecreeBody::of_number("4/1/42"), None);
    /// ```
    pub fn of_number(number: &str) -> Option<Self> {
        let is_stretch = |letter: char| letter == 'ـ' || letter.is_whitespace();
        match number.trim_end_matches(is_stretch).chars().next_back()? {
            'ه' | 'ة' | 'ھ' => Some(Self::Cabinet),
            'ک' | 'ك' => Some(Self::Commission),
            _ => None,
        }
    }
}

/// What a legal act is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecreeKind {
    /// قانون
    Act,
    /// تصویب‌نامه
    Decree,
    /// تصمیم‌نامه
    Decision,
    /// اصلاحیه
    Amendment,
    /// ابلاغیه
    Notice,
}

impl DecreeKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Act,
        Self::Decree,
        Self::Decision,
        Self::Amendment,
        Self::Notice,
    ];

    /// The name for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Decree => "decree",
            Self::Decision => "decision",
            Self::Amendment => "amendment",
            Self::Notice => "notice",
        }
    }
}

/// A file that is kept with the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name, with its ending.
    pub name: String,
    /// Its bytes, among the contents that are kept with the data.
    pub content: ContentHash,
}

/// A clause (بند) of a decree.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clause {
    /// Its number as written.
    pub number: String,
    /// What it says, in short.
    pub text: String,
    /// The attached sheet that shows it; empty where none does.
    pub sheet: String,
}

/// A map sheet that is attached to a decree (نقشه پیوست).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttachedSheet {
    /// Its number as written.
    pub number: String,
    /// What it shows.
    pub title: String,
    /// Its scan.
    pub file: Option<Attachment>,
}

/// The legal act behind a border or unit (تصویب‌نامه).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decree {
    /// Its name for life.
    pub id: Uuid,
    /// Its number as written.
    pub number: String,
    /// The day on which it was signed.
    pub date: Option<PartialDate>,
    /// Who decided, as written.
    pub authority: String,
    /// Who decided, of the bodies that the law knows.
    pub body: Option<DecreeBody>,
    /// What kind of act it is.
    pub kind: Option<DecreeKind>,
    /// What it says, in short.
    pub subject: String,
    /// The number of the proposal on which it was decided.
    pub proposal_number: String,
    /// The day of the proposal.
    pub proposal_date: Option<PartialDate>,
    /// The day of the session that decided.
    pub session_date: Option<PartialDate>,
    /// By what the body could decide in another's place (استناد تفویض), if it did.
    pub delegation: String,
    /// The number of the letter that sent it out.
    pub notice_number: String,
    /// The day on which it was sent out.
    pub notice_date: Option<PartialDate>,
    /// The number of the official gazette that printed it.
    pub gazette_number: String,
    /// The day of that gazette.
    pub gazette_date: Option<PartialDate>,
    /// What it says, clause by clause.
    pub clauses: Vec<Clause>,
    /// The sheets attached to it.
    pub sheets: Vec<AttachedSheet>,
    /// Decrees that it changes.
    pub amends: Vec<DecreeKey>,
    /// Decrees that it takes away.
    pub annuls: Vec<DecreeKey>,
    /// Its text or scan.
    pub file: Option<Attachment>,
    /// When it holds; it takes effect on the first day.
    pub life: Life,
}

impl Decree {
    /// Who decided: as recorded, else as far as its number tells.
    pub fn decided_by(&self) -> Option<DecreeBody> {
        self.body.or_else(|| DecreeBody::of_number(&self.number))
    }

    /// The files that are kept with it.
    pub fn attachments(&self) -> impl Iterator<Item = &Attachment> {
        let sheets = self.sheets.iter().filter_map(|sheet| sheet.file.as_ref());
        self.file.iter().chain(sheets)
    }
}
