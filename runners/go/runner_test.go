package runner

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net"
	"reflect"
	"strings"
	"testing"
	"time"
)

type chunk struct {
	Path string
	Rows int64 `json:"n_rows"`
}

func parse(t *testing.T, text string) interface{} {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value interface{}
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func params(t *testing.T, text string) []param { return readParams(parse(t, text)) }

func call(t *testing.T, function interface{}, inputs, outputs, args string) (string, error) {
	t.Helper()
	b, err := bind(function, params(t, inputs), params(t, outputs))
	if err != nil {
		return "", err
	}
	value, err := b.call(context.Background(), parse(t, args).(object))
	return string(value), err
}

const (
	oneInt  = `[{"name":"a","type":"int"}]`
	oneJSON = `[{"name":"r","type":"json"}]`
	chunkIn = `[{"name":"chunk","type":{"record":{"path":"string","n_rows":"int"}}},{"name":"max_rows","type":{"optional":"int"}}]`
)

func TestFunctionShapes(t *testing.T) {
	type in struct{ A int }
	type out struct{ R int }
	for name, function := range map[string]interface{}{
		"all parts":    func(_ context.Context, i in) (out, error) { return out{i.A + 1}, nil },
		"no context":   func(i in) (out, error) { return out{i.A + 1}, nil },
		"no error":     func(i in) out { return out{i.A + 1} },
		"pointers":     func(i *in) *out { return &out{i.A + 1} },
		"plain values": func(a int64) int64 { return a + 1 },
	} {
		got, err := call(t, function, oneInt, `[{"name":"r","type":"int"}]`, `{"a":41}`)
		if err != nil || got != `{"r":42}` {
			t.Errorf("%s: %s %v", name, got, err)
		}
	}
	got, err := call(t, func() {}, `[]`, `[]`, `{}`)
	if err != nil || got != `{}` {
		t.Error(got, err)
	}
}

func TestFieldsAreMatchedByTagOrName(t *testing.T) {
	type in struct {
		Chunk   chunk
		MaxRows *int
	}
	function := func(i in) string { return fmt.Sprint(i.Chunk.Path, i.Chunk.Rows, i.MaxRows == nil) }
	got, err := call(t, function, chunkIn, oneJSON, `{"chunk":{"path":"p","n_rows":9007199254740993},"max_rows":null}`)
	if err != nil || got != `{"r":"p9007199254740993 true"}` {
		t.Error(got, err)
	}
}

func TestWhatDoesNotFitIsALoadError(t *testing.T) {
	type none struct{ B int }
	for problem, function := range map[string]interface{}{
		"has no field for `a`; its fields are B":                      func(none) int { return 1 },
		"`a` is declared `int`, which a Go string can't hold":         func(struct{ A string }) int { return 1 },
		"the task declares the inputs `a`, but the function takes":    func() int { return 1 },
		"the task declares the outputs `r`, but the function returns": func(int) {},
		"a task looks like func(ctx context.Context":                  func(a, b int) int { return 1 },
		"a function with fixed parameters":                            3,
	} {
		_, err := bind(function, params(t, oneInt), params(t, oneJSON))
		var load *loadError
		if !errors.As(err, &load) || !strings.Contains(err.Error(), problem) {
			t.Errorf("%s: %v", problem, err)
		}
	}
}

func TestTimesFollowTheDeclaredType(t *testing.T) {
	type in struct {
		Day  time.Time
		At   time.Time
		Span time.Duration
		Raw  []byte
		Text string
	}
	const fields = `[{"name":"day","type":"date"},{"name":"at","type":"timestamp"},{"name":"span","type":"duration"},{"name":"raw","type":"bytes"},{"name":"text","type":"decimal"}]`
	const values = `{"day":"2026-11-22","at":"2026-11-22T01:02:03.5Z","span":"PT90.5S","raw":"AAE=","text":"1.10"}`
	got, err := call(t, func(i in) in { return i }, fields, fields, values)
	if err != nil || got != values {
		t.Error(got, err)
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"PT1H30M": 90 * time.Minute, "P1DT1S": 24*time.Hour + time.Second, "-PT0.5S": -time.Second / 2, "PT0S": 0,
	} {
		if got, err := parseDuration(text); err != nil || got != want {
			t.Error(text, got, err)
		}
	}
	for _, text := range []string{"", "P", "1h", "PT5", "PTxS", "P1Y2S"} {
		if got, err := parseDuration(text); err == nil {
			t.Error(text, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	cycle := make([]interface{}, 1)
	cycle[0] = cycle
	for want, value := range map[string]interface{}{
		"$.r.rows[1].x: NaN is no number":         map[string]interface{}{"rows": []interface{}{1, map[string]float64{"x": math.NaN()}}},
		"$.r: the text is not valid UTF-8":        "a\xff",
		"$.r: the text holds the character U+000": "a\x00",
		"$.r: the integer 9223372036854775808":    uint64(1) << 63,
		"$.r: the integer 99999999999999999999":   json.Number("99999999999999999999"),
		"$.r: the keys of a Go map[int]int":       map[int]int{1: 2},
		"$.r: a Go func() has no JSON form":       func() {},
		"nested deeper than 200 levels":           cycle,
		"$.r.Ch: a Go chan int has no JSON form":  struct{ Ch chan int }{make(chan int)},
	} {
		value := value
		_, err := call(t, func() interface{} { return value }, `[]`, oneJSON, `{}`)
		var bad *unserializable
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestValuesKeepTheirKind(t *testing.T) {
	for _, text := range []string{
		`null`, `true`, `9223372036854775807`, `-9223372036854775808`, `1.5`, `"ä😀\u000a\""`, `[]`, `{}`, `[1,[2.5,{"a":null}]]`,
	} {
		got, err := call(t, func(v interface{}) interface{} { return v }, `[{"name":"v","type":"json"}]`, oneJSON, `{"v":`+text+`}`)
		if err != nil || got != `{"r":`+text+`}` {
			t.Error(text, got, err)
		}
	}
	got, _ := call(t, func() float64 { return 3 }, `[]`, oneJSON, `{}`)
	if got != `{"r":3.0}` {
		t.Error("a float stays one:", got)
	}
}

type RateLimited struct{}

func (*RateLimited) Error() string { return "slow" }

type GoneError struct{}

func (GoneError) Error() string { return "gone" }

func TestErrorNames(t *testing.T) {
	sentinel := errors.New("full")
	RegisterError("Full", sentinel)
	for want, err := range map[string]error{
		"RateLimited": fmt.Errorf("x: %w", &RateLimited{}),
		"Gone":        GoneError{},
		"Full":        fmt.Errorf("x: %w", sentinel),
		"Named":       fmt.Errorf("x: %w", Fail("Named", "n %d", 1)),
		"Cause":       Fail("Outer", "x: %w", Fail("Cause", "n")),
	} {
		if !strings.Contains(strings.Join(errorNames(err), " "), want) {
			t.Error(want, errorNames(err))
		}
	}
	if names := errorNames(errors.New("plain")); len(names) != 0 {
		t.Error(names)
	}
}

func write(t *testing.T, conn net.Conn, payload string) {
	t.Helper()
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	if _, err := conn.Write(append(frame, payload...)); err != nil {
		t.Fatal(err)
	}
}

// A worker with several slots runs that many tasks at once, and cancels the one that is named.
func TestSlots(t *testing.T) {
	here, there := net.Pipe()
	defer here.Close()
	started, release := make(chan struct{}, 2), make(chan struct{})
	wait := func(ctx context.Context) error {
		started <- struct{}{}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-release:
			return nil
		}
	}
	w := &worker{
		channel: newChannel(there), functions: map[string]interface{}{"Wait": wait}, work: t.TempDir(),
		bound: map[string]*bound{}, broken: map[string]error{}, cancels: map[int64]*cancellation{}, queue: make(chan *run, 8),
	}
	go func() { _ = w.session("token") }()
	executor := newChannel(here)
	next := func(kind string) object {
		batch, err := executor.receive()
		if err != nil || text(batch[0]["t"]) != kind {
			t.Fatalf("wanted %s: %v %v", kind, batch, err)
		}
		return batch[0]
	}
	next("hello")
	write(t, here, `{"t":"welcome","slots":2,"max_frame":100000,"load":[{"fn":"w","symbol":"Wait","inputs":[],"outputs":[]}]}`)
	next("ready")
	write(t, here, `[{"t":"run","id":1,"fn":"w","args":{}},{"t":"run","id":2,"fn":"w","args":{}}]`)
	<-started
	<-started
	write(t, here, `{"t":"cancel","id":2,"reason":"user","grace_ms":0}`)
	if result := next("result"); integer(result["id"]) != 2 || reflect.DeepEqual(result["ok"], true) {
		t.Error(result)
	}
	close(release)
	if result := next("result"); integer(result["id"]) != 1 || !reflect.DeepEqual(result["ok"], true) {
		t.Error(result)
	}
}
