// Package emulator is an ICE 2020-11-09 in memory: it starts, describes,
// updates, stops and lists AI agent instances, verifies every signature, keeps
// a journal of the calls and answers with faults on demand.
//
// It is written from the documentation of the API and shares no code with the
// client, so that one mistake cannot hide the other. What nobody knows about
// the real service is a named switch (see Switches).
package emulator
