//! render (to come)
