package runner

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

const maxMessage = 8192

// Failure is an error with a declared name.
type Failure struct {
	Name    string
	Message string
	Cause   error
}

func (f *Failure) Error() string { return f.Message }

// Unwrap gives the error behind it.
func (f *Failure) Unwrap() error { return f.Cause }

// Fail makes an error of a declared name. With %w in the format it keeps the error behind it.
func Fail(name, format string, args ...interface{}) error {
	wrapped := fmt.Errorf(format, args...)
	return &Failure{Name: name, Message: wrapped.Error(), Cause: errors.Unwrap(wrapped)}
}

var (
	sentinelLock sync.Mutex
	sentinels    = map[string]error{}
)

// RegisterError gives a declared name to a sentinel, which is found with errors.Is.
func RegisterError(name string, sentinel error) {
	sentinelLock.Lock()
	defer sentinelLock.Unlock()
	sentinels[name] = sentinel
}

// loadError says that the code doesn't fit its declaration.
type loadError struct{ problem string }

func (l *loadError) Error() string { return l.problem }

// panicked is a panic as an error.
type panicked struct {
	value interface{}
	trace []interface{}
}

func (p *panicked) Error() string { return fmt.Sprint(p.value) }

func (p *panicked) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

func describe(err error) object {
	made := object{"kind": "user", "type": "error", "message": clean(err.Error())}
	switch e := err.(type) {
	case *unserializable:
		made["kind"], made["type"] = "serialization", "Unserializable"
		return made
	case *loadError:
		made["kind"], made["type"] = "load", "LoadError"
		return made
	case *panicked:
		made["trace"] = e.trace
	}
	names := errorNames(err)
	if len(names) > 0 {
		made["type"], made["bases"] = names[0], names[1:]
	}
	return made
}

// errorNames lists every name an error answers to, the most specific first.
func errorNames(err error) []string {
	var names []string
	walk(err, func(e error) {
		if f, ok := e.(*Failure); ok {
			names = append(names, f.Name)
			return
		}
		t := reflect.TypeOf(e)
		for t.Kind() == reflect.Ptr {
			t = t.Elem()
		}
		name := t.Name()
		if _, ok := e.(*panicked); ok {
			names = append(names, "panic")
		} else if name != "" && strings.ToUpper(name[:1]) == name[:1] {
			names = append(names, name)
			if short := strings.TrimSuffix(name, "Error"); short != name && short != "" {
				names = append(names, short)
			}
		}
	})
	sentinelLock.Lock()
	defer sentinelLock.Unlock()
	for name, sentinel := range sentinels {
		if errors.Is(err, sentinel) {
			names = append(names, name)
		}
	}
	return names
}

func walk(err error, visit func(error)) {
	if err == nil {
		return
	}
	visit(err)
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		walk(e.Unwrap(), visit)
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			walk(part, visit)
		}
	}
}

// trace lists the frames of the author's code, the innermost last.
func trace() []interface{} {
	pcs := make([]uintptr, 100)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	prefix := ""
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Path != "" {
		prefix = info.Main.Path + "/"
	}
	var found []interface{}
	for {
		frame, more := frames.Next()
		own := strings.HasPrefix(frame.Function, "jobc.dev/runner.") && !strings.HasSuffix(frame.File, "_test.go")
		system := strings.HasPrefix(frame.Function, "runtime.") || strings.HasPrefix(frame.Function, "reflect.")
		if frame.Function != "" && !own && !system {
			short := strings.TrimPrefix(frame.Function[strings.LastIndex(frame.Function, "/")+1:], "jobc_task.")
			if strings.HasPrefix(short, "main.jobcTask") {
				short = "" // the body of an inline text
			}
			found = append([]interface{}{object{
				"file": strings.TrimPrefix(strings.TrimPrefix(frame.File, prefix), "jobc_task/"), "line": frame.Line, "fn": short, "code": "",
			}}, found...)
		}
		if !more {
			return found
		}
	}
}

func clean(message string) string {
	if len(message) > maxMessage {
		message = message[:maxMessage] + " … (cut)"
	}
	return strings.ReplaceAll(strings.ToValidUTF8(message, "\uFFFD"), "\x00", "\\x00")
}
