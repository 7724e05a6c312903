package runner

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Main serves the functions, by their names in the source, to the executor that started this
// process. It never returns. Generated code calls it; an inline task has the empty name.
func Main(functions map[string]interface{}) {
	go func() {
		err := serve(functions)
		if err != nil {
			fmt.Fprintln(os.Stderr, "jobc:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}()
	select {} // the caller may be an init function, whose goroutine is bound to the main thread
}

// worker answers runs: exactly one result each, written before the next one starts in its slot.
type worker struct {
	channel   *channel
	functions map[string]interface{}
	slots     int
	work      string
	temp      string
	lock      sync.Mutex
	bound     map[string]*bound
	broken    map[string]error
	cancels   map[int64]*cancellation
	queue     chan *run
	running   sync.WaitGroup
}

var errNotStarted = errors.New("cancelled before it began")

type cancellation struct {
	cancel context.CancelFunc
	reason string
	began  bool
}

type run struct {
	id   int64
	fn   string
	args object
	env  map[string]string
	ctx  context.Context
}

func serve(functions map[string]interface{}) error {
	detach()
	address, token := os.Getenv("JOBC_CONNECT"), os.Getenv("JOBC_TOKEN")
	os.Unsetenv("JOBC_CONNECT")
	os.Unsetenv("JOBC_TOKEN")
	if !strings.HasPrefix(address, "unix:") {
		return errors.New("this program is a jobc worker; the executor starts it")
	}
	conn, err := net.Dial("unix", strings.TrimPrefix(address, "unix:"))
	if err != nil {
		return err
	}
	work, err := os.Getwd()
	if err != nil {
		return err
	}
	w := &worker{
		channel:   newChannel(conn),
		functions: functions,
		work:      work,
		temp:      os.Getenv("TMPDIR"),
		bound:     map[string]*bound{},
		broken:    map[string]error{},
		cancels:   map[int64]*cancellation{},
		queue:     make(chan *run, 1<<16),
	}
	return w.session(token)
}

func (w *worker) session(token string) error {
	err := w.channel.sendMessage(object{
		"t": "hello", "min": protocolVersion, "max": protocolVersion, "token": token,
		"pid": os.Getpid(), "lang": "go", "lang_version": strings.TrimPrefix(runtime.Version(), "go"),
		"sdk": sdkVersion, "caps": []string{"multiplex"},
	})
	for err == nil {
		var batch []object
		if batch, err = w.channel.receive(); err != nil {
			break
		}
		for _, message := range batch {
			if err = w.handle(message); err != nil {
				break
			}
		}
	}
	if err == errClosed {
		return nil
	}
	return err
}

func (w *worker) handle(message object) error {
	switch kind := text(message["t"]); kind {
	case "welcome":
		return w.welcome(message)
	case "load":
		w.load(message["load"])
	case "run":
		w.enqueue(message)
	case "cancel":
		w.cancel(integer(message["id"]), text(message["reason"]))
	case "ping":
		return w.channel.sendMessage(object{"t": "pong", "seq": message["seq"]})
	case "drain":
		go w.drain()
	case "bye":
		return fmt.Errorf("the executor refused this worker: %s", text(message["text"]))
	default:
		if must, _ := message["must"].(bool); must {
			return w.channel.sendMessage(object{"t": "unsupported", "type": kind})
		}
	}
	return nil
}

func (w *worker) welcome(message object) error {
	if max := integer(message["max_frame"]); max > 0 {
		w.channel.maxFrame = int(max)
	}
	w.slots = int(integer(message["slots"]))
	if w.slots < 1 {
		w.slots = 1
	}
	w.load(message["load"])
	for i := 0; i < w.slots; i++ {
		go w.slot(i)
	}
	return w.channel.sendMessage(object{"t": "ready", "slots": w.slots, "warnings": []string{}})
}

func (w *worker) load(specs interface{}) {
	items, _ := specs.([]interface{})
	for _, item := range items {
		spec, _ := item.(object)
		name, symbol := text(spec["fn"]), text(spec["symbol"])
		function, found := w.functions[symbol]
		w.lock.Lock()
		if !found {
			w.broken[name] = &loadError{fmt.Sprintf("this worker has no function `%s`", symbol)}
		} else if made, err := bind(function, readParams(spec["inputs"]), readParams(spec["outputs"])); err != nil {
			w.broken[name] = err
		} else {
			w.bound[name] = made
		}
		w.lock.Unlock()
	}
}

func (w *worker) enqueue(message object) {
	id := integer(message["id"])
	ctx, cancel := context.WithCancel(context.Background())
	args, _ := message["args"].(object)
	env := map[string]string{}
	if declared, ok := message["env"].(object); ok {
		for name, value := range declared {
			env[name] = text(value)
		}
	}
	w.lock.Lock()
	w.cancels[id] = &cancellation{cancel: cancel}
	w.lock.Unlock()
	w.running.Add(1)
	w.queue <- &run{id, text(message["fn"]), args, env, ctx}
}

// cancel ends a task that runs, and gives back at once one whose turn has not come.
func (w *worker) cancel(id int64, reason string) {
	w.lock.Lock()
	known := w.cancels[id]
	wanted := known != nil && known.reason == "" && !(known.began && reason == "recall")
	if wanted {
		known.reason = reason
		known.cancel()
	}
	w.lock.Unlock()
	if wanted && !known.began {
		w.answer(id, nil, nil, errNotStarted, reason, -1, -1, 0)
	}
}

func (w *worker) drain() {
	w.running.Wait()
	_ = w.channel.sendMessage(object{"t": "bye", "reason": "drained"})
	os.Exit(0)
}

// ------------------------------------------------------------------------------------- one task

func (w *worker) slot(number int) {
	for r := range w.queue {
		w.execute(r, number)
		w.running.Done()
	}
}

func (w *worker) execute(r *run, slot int) {
	if !w.begin(r.id) {
		return
	}
	scene := enter(w, r, slot)
	out, err := position(os.Stdout), position(os.Stderr)
	started := time.Now()
	a := newAttempt(w, r.id, r.env)
	a.info.Dir = scene.dir
	value, failure := w.attempt(context.WithValue(r.ctx, attemptKey{}, a), r)
	a.flush()
	w.lock.Lock()
	cancelled := w.cancels[r.id]
	delete(w.cancels, r.id)
	w.lock.Unlock()
	cancelled.cancel()
	w.answer(r.id, value, a.made(), failure, cancelled.reason, out, err, time.Since(started))
	scene.leave()
}

// begin says whether a task may run: not when it was given back before its turn.
func (w *worker) begin(id int64) bool {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.cancels[id].reason != "" {
		delete(w.cancels, id)
		return false
	}
	w.cancels[id].began = true
	return true
}

// attempt runs the function on a goroutine of its own, so that runtime.Goexit is seen too.
func (w *worker) attempt(ctx context.Context, r *run) (value []byte, failure error) {
	w.lock.Lock()
	function, broken := w.bound[r.fn], w.broken[r.fn]
	w.lock.Unlock()
	if broken != nil {
		return nil, broken
	}
	if function == nil {
		return nil, &loadError{fmt.Sprintf("no function `%s` was announced", r.fn)}
	}
	done := make(chan struct{})
	failure = errors.New("the task's goroutine was ended with runtime.Goexit")
	go func() {
		defer close(done)
		defer func() {
			if problem := recover(); problem != nil {
				value, failure = nil, &panicked{problem, trace()}
			}
		}()
		value, failure = function.call(ctx, r.args)
	}()
	<-done
	return value, failure
}

func (w *worker) answer(id int64, value, calls []byte, failure error, reason string, out, err int64, took time.Duration) {
	var body bytes.Buffer
	fmt.Fprintf(&body, `{"t":"result","id":%d,`, id)
	if failure == nil && body.Len()+len(value)+len(calls)+200 > w.channel.maxFrame {
		failure = &unserializable{"$", fmt.Sprintf(
			"the outputs and calls are %d bytes of JSON; at most %d can be passed on. Write large data to a file and pass its path",
			len(value)+len(calls), w.channel.maxFrame)}
	}
	if failure == nil {
		fmt.Fprintf(&body, `"ok":true,"value":%s`, value)
		if calls != nil {
			fmt.Fprintf(&body, `,"calls":%s`, calls)
		}
	} else {
		described := describe(failure)
		if reason != "" {
			kind := "Cancelled"
			if failure == errNotStarted {
				kind = "NotStarted"
			}
			described = object{"kind": "cancelled", "type": kind, "message": "cancelled: " + reason}
		}
		raw, _ := json.Marshal(described)
		fmt.Fprintf(&body, `"ok":false,"error":%s`, raw)
	}
	if outEnd, errEnd := position(os.Stdout), position(os.Stderr); out >= 0 && err >= 0 && outEnd >= 0 && errEnd >= 0 {
		fmt.Fprintf(&body, `,"out":[%d,%d],"err":[%d,%d]`, out, outEnd, err, errEnd)
	}
	fmt.Fprintf(&body, `,"wall_us":%d}`, took.Microseconds())
	if problem := w.channel.send(body.Bytes()); problem != nil {
		fmt.Fprintln(os.Stderr, "jobc:", problem)
		os.Exit(1)
	}
}

func position(file *os.File) int64 {
	at, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return -1
	}
	return at
}

// ------------------------------------------------------------------- the task's surroundings

// scene is what a task finds. With one slot the process belongs to the task: its environment and
// working directory are the task's. With several, only the directory in Info is its own.
type scene struct {
	w        *worker
	dir      string
	env      map[string]string
	previous map[string]*string
}

func enter(w *worker, r *run, slot int) *scene {
	s := &scene{w: w, dir: w.work, env: r.env, previous: map[string]*string{}}
	if w.slots > 1 {
		s.dir = filepath.Join(w.work, "slot"+strconv.Itoa(slot))
		_ = os.MkdirAll(s.dir, 0o700)
		return s
	}
	for name, value := range r.env {
		if old, found := os.LookupEnv(name); found {
			s.previous[name] = &old
		} else {
			s.previous[name] = nil
		}
		os.Setenv(name, value)
	}
	return s
}

func (s *scene) leave() {
	empty(s.dir)
	if s.w.slots > 1 {
		return
	}
	for name, old := range s.previous {
		if old == nil {
			os.Unsetenv(name)
		} else {
			os.Setenv(name, *old)
		}
	}
	if s.w.temp != "" {
		empty(s.w.temp)
	}
	_ = os.Chdir(s.w.work)
}

func empty(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
			fmt.Fprintln(os.Stderr, "jobc: can't remove", entry.Name()+":", err)
		}
	}
}
