//! Reading and writing files of every supported kind.
