"""Photos of the demo's goods, composed from OpenMoji drawings: pure functions of scene, view and seed."""
