//! emit (to come)
