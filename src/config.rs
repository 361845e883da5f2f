//! Settings (to come)
