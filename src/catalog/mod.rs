//! catalog (to come)
