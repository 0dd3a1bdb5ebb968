//! What the SVG says.
