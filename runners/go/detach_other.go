//go:build !linux

package runner

import "syscall"

// detach gives the process a session of its own.
func detach() {
	_, _ = syscall.Setsid()
}
