// Package tasks holds the conformance functions, in Go.
package tasks

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"jobc.dev/runner"
)

// Out is the output of every function.
type Out struct{ Result interface{} }

// Declared is an error that the tasks declare.
type Declared struct{}

func (Declared) Error() string { return "on purpose" }

// Run picks a function by name: one program serves the whole table.
func Run(ctx context.Context, in struct {
	Fn    string
	Value interface{}
}) (Out, error) {
	return functions[in.Fn](ctx, in.Value)
}

var functions = map[string]func(context.Context, interface{}) (Out, error){
	"echo": func(_ context.Context, v interface{}) (Out, error) { return Out{v}, nil },
	"nan": func(context.Context, interface{}) (Out, error) {
		return Out{map[string]interface{}{"rows": []interface{}{1, 2, 3, map[string]float64{"x": math.NaN()}}}}, nil
	},
	"infinity":  func(context.Context, interface{}) (Out, error) { return Out{math.Inf(-1)}, nil },
	"nul":       func(context.Context, interface{}) (Out, error) { return Out{"a\x00b"}, nil },
	"surrogate": func(context.Context, interface{}) (Out, error) { return Out{"a\xed\xa0\x80b"}, nil },
	"wide":      func(context.Context, interface{}) (Out, error) { return Out{uint64(1) << 63}, nil },
	"circular":  circular,
	"formless":  func(context.Context, interface{}) (Out, error) { return Out{func() {}}, nil },
	"big": func(_ context.Context, v interface{}) (Out, error) {
		return Out{strings.Repeat("x", int(v.(int64)))}, nil
	},
	"fail": fail,
	"spawn": func(ctx context.Context, v interface{}) (Out, error) {
		for _, one := range v.([]interface{}) {
			if err := runner.Spawn(ctx, "walk", one); err != nil {
				return Out{}, err
			}
		}
		return Out{len(v.([]interface{}))}, nil
	},
	"spawn_and_change": func(ctx context.Context, _ interface{}) (Out, error) {
		rows := []int{1}
		err := runner.Spawn(ctx, "walk", struct{ Rows []int }{rows})
		rows[0] = 2
		return Out{}, err
	},
	"spawn_nan": func(ctx context.Context, _ interface{}) (Out, error) {
		return Out{}, runner.Spawn(ctx, "walk", map[string]interface{}{"rows": []float64{math.NaN()}})
	},
	"spawn_and_fail": func(ctx context.Context, _ interface{}) (Out, error) {
		if err := runner.Spawn(ctx, "walk", nil); err != nil {
			return Out{}, err
		}
		return Out{}, Declared{}
	},
	"hard_exit": func(_ context.Context, v interface{}) (Out, error) {
		os.Exit(int(v.(int64)))
		return Out{}, nil
	},
	"segv": func(context.Context, interface{}) (Out, error) { return die(syscall.SIGSEGV) },
	"print": func(_ context.Context, v interface{}) (Out, error) {
		fmt.Println(v)
		fmt.Fprintln(os.Stderr, v)
		return Out{}, nil
	},
	"write": func(_ context.Context, v interface{}) (Out, error) {
		fmt.Print(v)
		return Out{}, nil
	},
	"flood": func(_ context.Context, v interface{}) (Out, error) {
		fmt.Print(strings.Repeat("x", int(v.(int64))))
		return Out{}, nil
	},
	"flood_and_die": func(_ context.Context, v interface{}) (Out, error) {
		fmt.Print(strings.Repeat("x", int(v.(int64))))
		return die(syscall.SIGKILL)
	},
	"sleep": func(ctx context.Context, v interface{}) (Out, error) {
		select {
		case <-ctx.Done():
			return Out{}, ctx.Err()
		case <-time.After(time.Duration(v.(int64)) * time.Second):
			return Out{}, nil
		}
	},
	"spin": func(context.Context, interface{}) (Out, error) {
		for {
		}
	},
	"ignore_cancel": func(context.Context, interface{}) (Out, error) { select {} },
	"report_and_sleep": func(ctx context.Context, _ interface{}) (Out, error) {
		runner.Heartbeat(ctx)
		time.Sleep(150 * time.Millisecond)
		runner.Progress(ctx, 3, 4, "half")
		<-ctx.Done()
		return Out{}, ctx.Err()
	},
	"change": func(context.Context, interface{}) (Out, error) {
		os.Setenv("JOBC_STEP", "changed")
		os.MkdirAll("a/b", 0o700)
		return Out{}, os.Chdir("/")
	},
	"look": func(context.Context, interface{}) (Out, error) {
		entries, err := os.ReadDir(".")
		dir, _ := os.Getwd()
		return Out{map[string]interface{}{
			"env": os.Getenv("LEFT"), "files": len(entries), "moved": dir == "/",
		}}, err
	},
	"double_fork": func(_ context.Context, v interface{}) (Out, error) {
		script := `(setsid sh -c 'echo $$ > "$0.new"; mv "$0.new" "$0"; exec sleep 1000' "$0" &)`
		if err := exec.Command("sh", "-c", script, v.(string)).Run(); err != nil {
			return Out{}, err
		}
		select {}
	},
}

func circular(context.Context, interface{}) (Out, error) {
	made := make([]interface{}, 1)
	made[0] = made
	return Out{made}, nil
}

func fail(_ context.Context, v interface{}) (Out, error) {
	switch v {
	case "declared":
		return Out{}, Declared{}
	case "wrapped":
		return Out{}, fmt.Errorf("outer: %w", &Declared{})
	case "dirty":
		return Out{}, errors.New("a\x00b\xff")
	}
	return Out{}, errors.New("on purpose")
}

func die(signal syscall.Signal) (Out, error) {
	syscall.Kill(os.Getpid(), signal)
	select {}
}
