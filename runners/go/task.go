package runner

import (
	"context"
	"fmt"
	"reflect"
	"strings"
)

var (
	contextType = reflect.TypeOf((*context.Context)(nil)).Elem()
	errorType   = reflect.TypeOf((*error)(nil)).Elem()
)

// bound is a function together with the inputs and outputs that the workflow declares for it.
type bound struct {
	function  reflect.Value
	takesCtx  bool
	input     reflect.Type // nil for none
	wholeIn   bool         // the input is the one value, no struct of inputs
	inputs    []param
	outputs   []param
	hasOutput bool
	wholeOut  bool
	hasError  bool
}

func bind(function interface{}, inputs, outputs []param) (*bound, error) {
	b := &bound{function: reflect.ValueOf(function), inputs: inputs, outputs: outputs}
	t := b.function.Type()
	if t.Kind() != reflect.Func || t.IsVariadic() {
		return nil, &loadError{fmt.Sprintf("a task is a function with fixed parameters, not a Go %s", t)}
	}
	at := 0
	if t.NumIn() > at && t.In(at) == contextType {
		b.takesCtx = true
		at++
	}
	if t.NumIn() > at {
		b.input = t.In(at)
		at++
	}
	if t.NumIn() > at {
		return nil, &loadError{shape(t)}
	}
	return b, firstError(b.bindInput(), b.bindOutput(t))
}

func shape(t reflect.Type) string {
	return fmt.Sprintf("a task looks like func(ctx context.Context, in In) (Out, error), each part optional; this is %s", t)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bound) bindInput() error {
	if b.input == nil {
		if len(b.inputs) > 0 {
			return &loadError{fmt.Sprintf("the task declares the inputs %s, but the function takes none", names(b.inputs))}
		}
		return nil
	}
	t := b.input
	for t.Kind() == reflect.Ptr {
		t = t.Elem()
	}
	problem := ""
	if isPlainStruct(t) && !hasOwnForm(t) {
		problem = fitsFields(b.inputs, t, "")
	} else if t.Kind() == reflect.Map && len(b.inputs) != 1 {
		return nil
	} else {
		problem = fmt.Sprintf("the inputs are %s, so the function takes a struct with these fields, not a %s", names(b.inputs), t)
	}
	if problem != "" && len(b.inputs) == 1 {
		whole := fits(b.inputs[0].typ, b.input, b.inputs[0].name)
		if whole == "" {
			b.wholeIn = true
			return nil
		}
		if !isPlainStruct(t) {
			problem = whole
		}
	}
	if problem != "" {
		return &loadError{problem}
	}
	return nil
}

func (b *bound) bindOutput(t reflect.Type) error {
	count := t.NumOut()
	if count > 0 && t.Out(count-1) == errorType {
		b.hasError = true
		count--
	}
	if count > 1 {
		return &loadError{shape(t)}
	}
	if count == 0 {
		if len(b.outputs) > 0 {
			return &loadError{fmt.Sprintf("the task declares the outputs %s, but the function returns none", names(b.outputs))}
		}
		return nil
	}
	b.hasOutput = true
	return b.bindResult(t.Out(0))
}

func (b *bound) bindResult(t reflect.Type) error {
	for t.Kind() == reflect.Ptr {
		t = t.Elem()
	}
	problem := ""
	switch {
	case len(b.outputs) == 0:
		return nil
	case isPlainStruct(t) && !hasOwnForm(t):
		problem = fitsFields(b.outputs, t, "")
	case t.Kind() == reflect.Map && len(b.outputs) > 1:
		return nil
	default:
		problem = fmt.Sprintf("the outputs are %s, so the function returns a struct with these fields, not a %s", names(b.outputs), t)
	}
	if problem != "" && len(b.outputs) == 1 {
		whole := fits(b.outputs[0].typ, t, b.outputs[0].name)
		b.wholeOut = whole == ""
		if b.wholeOut {
			return nil
		}
		if !isPlainStruct(t) {
			problem = whole
		}
	}
	if problem != "" {
		return &loadError{problem}
	}
	return nil
}

func names(params []param) string {
	var all []string
	for _, p := range params {
		all = append(all, "`"+p.name+"`")
	}
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(all, ", ")
}

// call runs the function and gives the JSON of its outputs.
func (b *bound) call(ctx context.Context, args object) ([]byte, error) {
	var parameters []reflect.Value
	if b.takesCtx {
		parameters = append(parameters, reflect.ValueOf(ctx))
	}
	if b.input != nil {
		in, err := b.decodeInput(args)
		if err != nil {
			return nil, err
		}
		parameters = append(parameters, in)
	}
	results := b.function.Call(parameters)
	if b.hasError {
		if err, _ := results[len(results)-1].Interface().(error); err != nil {
			return nil, err
		}
	}
	if !b.hasOutput || len(b.outputs) == 0 {
		return []byte("{}"), nil
	}
	return b.encodeOutput(results[0])
}

func (b *bound) decodeInput(args object) (reflect.Value, error) {
	in := reflect.New(b.input).Elem()
	if b.wholeIn {
		return in, decode(in, b.inputs[0].typ, args[b.inputs[0].name], "$."+b.inputs[0].name)
	}
	return in, decode(in, &declared{kind: "record", fields: b.inputs}, args, "$")
}

func (b *bound) encodeOutput(result reflect.Value) ([]byte, error) {
	e := &encoder{}
	record := &declared{kind: "record", fields: b.outputs}
	if !b.wholeOut {
		for result.Kind() == reflect.Ptr && !result.IsNil() {
			result = result.Elem()
		}
		if result.Kind() == reflect.Ptr {
			return nil, &unserializable{"$", "the function returned nil, but declares outputs"}
		}
		return encoded(e, e.value(result, record, "$"))
	}
	e.out.WriteByte('{')
	e.quote(b.outputs[0].name)
	e.out.WriteByte(':')
	err := e.value(result, b.outputs[0].typ, "$."+b.outputs[0].name)
	e.out.WriteByte('}')
	return encoded(e, err)
}

func encoded(e *encoder, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return e.out.Bytes(), nil
}
