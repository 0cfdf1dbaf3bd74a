"""From a verified answer to what a surface shows: one view, then a rendering for each kind of surface."""
