//! Sets what the checks are told: widths, tolerances, limits, the set of the law.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Change, ChangeSet, Refusal};
use crate::model::{Dataset, Parameters};

/// Sets the parameters of the checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditParameters {
    /// All of them, as they are to be.
    pub parameters: Parameters,
}

impl EditParameters {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal::NoChange`].
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        if dataset.parameters == self.parameters {
            return Err(Refusal::NoChange);
        }
        Ok(ChangeSet::from(vec![Change::Parameters {
            before: Arc::new(dataset.parameters.clone()),
            after: Arc::new(self.parameters.clone()),
        }]))
    }
}
