package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
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
	calls   []madeCall
}

// madeCall is a call of another task; its inputs are JSON.
type madeCall struct {
	task string
	with []byte
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

// Spawn calls a task that `spawn` of the running one allows. Its inputs are a struct or a map; a field
// is named by its json tag, or like the input in CamelCase. The call is made when the running task
// succeeds; its step ends when everything that was called has ended.
func Spawn(ctx context.Context, task string, inputs interface{}) error {
	a := from(ctx)
	if a == nil {
		return errors.New("only a running task can call others")
	}
	with, err := callInputs(inputs)
	if err != nil {
		return err
	}
	a.lock.Lock()
	defer a.lock.Unlock()
	a.calls = append(a.calls, madeCall{task, with})
	return nil
}

func callInputs(inputs interface{}) ([]byte, error) {
	v := reflect.ValueOf(inputs)
	for v.IsValid() && (v.Kind() == reflect.Ptr || v.Kind() == reflect.Interface) && !v.IsNil() {
		v = v.Elem()
	}
	e := &encoder{}
	switch {
	case !v.IsValid() || ((v.Kind() == reflect.Map || v.Kind() == reflect.Ptr) && v.IsNil()):
		return []byte("{}"), nil
	case v.Kind() == reflect.Map:
		return encoded(e, e.value(v, nil, "$"))
	case v.Kind() == reflect.Struct:
		return encoded(e, e.named(v, inputNames(v.Type()), "$"))
	}
	return nil, &unserializable{"$", fmt.Sprintf("the inputs of a call are a struct or a map, not a Go %s", v.Type())}
}

// inputNames are the inputs that the fields of a struct stand for.
func inputNames(t reflect.Type) []param {
	var params []param
	for _, field := range reflect.VisibleFields(t) {
		name := tag(field)
		if !field.IsExported() || field.Anonymous || name == "-" {
			continue
		}
		if name == "" {
			name = snakeCase(field.Name)
		}
		params = append(params, param{name, nil})
	}
	return params
}

// snakeCase turns LastPage into last_page, and RunID into run_id.
func snakeCase(name string) string {
	var out strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		starts := unicode.IsUpper(r) && i > 0 &&
			(!unicode.IsUpper(runes[i-1]) || (i+1 < len(runes) && unicode.IsLower(runes[i+1])))
		if starts {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
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

// made is the JSON of the calls, nil for none.
func (a *attempt) made() []byte {
	a.lock.Lock()
	defer a.lock.Unlock()
	if len(a.calls) == 0 {
		return nil
	}
	e := &encoder{}
	separator := byte('[')
	for _, c := range a.calls {
		e.out.WriteByte(separator)
		separator = ','
		e.out.WriteString(`{"task":`)
		e.quote(c.task)
		e.out.WriteString(`,"with":`)
		e.out.Write(c.with)
		e.out.WriteByte('}')
	}
	e.out.WriteByte(']')
	return e.out.Bytes()
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
