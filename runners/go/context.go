package runner

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

const progressEvery = 100 * time.Millisecond

// Attempt is what a task sees of the run it is part of.
type Attempt struct {
	RunID          string
	Step           string
	Number         int // 1 for the first
	IdempotencyKey string
	Fence          string
	Traceparent    string
	// Dir is the task's own directory; removed when the task ends.
	Dir string
}

type attempt struct {
	info    Attempt
	id      int64
	worker  *worker
	lock    sync.Mutex
	seq     int64
	sentAt  time.Time
	pending object
}

type attemptKey struct{}

func from(ctx context.Context) *attempt {
	a, _ := ctx.Value(attemptKey{}).(*attempt)
	return a
}

// Info describes the attempt under way; it is zero outside of a task.
func Info(ctx context.Context) Attempt {
	if a := from(ctx); a != nil {
		return a.info
	}
	return Attempt{}
}

// IdempotencyKey is the same for every attempt of the same work.
func IdempotencyKey(ctx context.Context) string { return Info(ctx).IdempotencyKey }

// Heartbeat is a sign of life, for tasks that are silent for long.
func Heartbeat(ctx context.Context) {
	if a := from(ctx); a != nil {
		a.report(object{})
	}
}

// Progress says how far a task is; calls in quick succession are merged, the last one always counts.
func Progress(ctx context.Context, done, total float64, message string) {
	if a := from(ctx); a != nil {
		a.report(object{"done": done, "total": total, "msg": message})
	}
}

// Log writes a line to the task's log.
func Log(ctx context.Context, format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func newAttempt(w *worker, id int64, env map[string]string) *attempt {
	number, err := strconv.Atoi(env["JOBC_ATTEMPT"])
	if err != nil {
		number = 1
	}
	return &attempt{worker: w, id: id, info: Attempt{
		RunID:          env["JOBC_RUN_ID"],
		Step:           env["JOBC_STEP"],
		Number:         number,
		IdempotencyKey: env["JOBC_IDEMPOTENCY_KEY"],
		Fence:          env["JOBC_FENCE"],
		Traceparent:    env["TRACEPARENT"],
	}}
}

func (a *attempt) report(report object) {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.pending = report
	if now := time.Now(); now.Sub(a.sentAt) >= progressEvery {
		a.sentAt = now
		a.send()
	}
}

// flush sends what was merged.
func (a *attempt) flush() {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.send()
}

func (a *attempt) send() {
	if a.pending == nil {
		return
	}
	report := a.pending
	a.pending = nil
	a.seq++
	report["t"], report["id"], report["seq"] = "progress", a.id, a.seq
	_ = a.worker.channel.sendMessage(report) // a lost channel ends the process elsewhere
}
