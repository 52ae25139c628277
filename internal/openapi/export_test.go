package openapi

// Pause is the pause between two attempts that waits for real.
var Pause = pause
