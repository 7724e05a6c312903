package runner

import "syscall"

const prSetPdeathsig = 1

// detach gives the process a session of its own, and has the kernel kill it when the executor dies.
func detach() {
	_, _ = syscall.Setsid()
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, prSetPdeathsig, uintptr(syscall.SIGKILL), 0)
}
