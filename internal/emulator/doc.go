// Package emulator is an ICE 2020-11-09 service in memory. It verifies
// signatures, runs instances through their life cycle, injects faults and keeps
// a journal of all requests. With an ARTC application it checks tokens as well, see
// App. Whatever is not known about the real service is a switch.
//
// The package shares no code with the client and imports the standard library
// only, so that the same mistake cannot be on both sides.
//
// Every operation is declared once, in the file of its concept, such as
// instance_operations.go: name, parameters, secrets and handler. Dispatch, the
// parameter check, the redaction of the journal and the names that faults and
// hooks accept follow from the declarations. State of a concept lives in the
// service, see state.
package emulator
