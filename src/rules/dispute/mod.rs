//! Rules on what is disputed: land that parties claim against each other, and borders
//! that are not agreed.

pub(super) mod contested_area;
pub(super) mod unagreed_border;
