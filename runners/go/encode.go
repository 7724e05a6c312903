package runner

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const maxDepth = 200

var (
	marshalerType     = reflect.TypeOf((*json.Marshaler)(nil)).Elem()
	textMarshalerType = reflect.TypeOf((*encoding.TextMarshaler)(nil)).Elem()
)

// unserializable is a value that JSON or the other languages can't carry.
type unserializable struct {
	path    string
	problem string
}

func (u *unserializable) Error() string { return u.path + ": " + u.problem }

// encoder writes Go values as JSON; it refuses rather than change a value in silence.
type encoder struct {
	out   bytes.Buffer
	depth int
}

func (e *encoder) value(v reflect.Value, t *declared, path string) error {
	t = t.present()
	if !v.IsValid() || (isNilable(v.Kind()) && v.IsNil() && v.Kind() != reflect.Slice && v.Kind() != reflect.Map) {
		e.out.WriteString("null")
		return nil
	}
	if e.depth++; e.depth > maxDepth {
		return &unserializable{path, fmt.Sprintf("nested deeper than %d levels, or part of itself", maxDepth)}
	}
	defer func() { e.depth-- }()
	if done, err := e.own(v, t, path); done {
		return err
	}
	switch kind := v.Kind(); {
	case kind == reflect.Ptr || kind == reflect.Interface:
		return e.value(v.Elem(), t, path)
	case kind == reflect.String:
		return e.text(v.String(), path)
	case kind == reflect.Bool:
		e.out.WriteString(strconv.FormatBool(v.Bool()))
	case kind >= reflect.Int && kind <= reflect.Int64:
		e.out.WriteString(strconv.FormatInt(v.Int(), 10))
	case kind >= reflect.Uint && kind <= reflect.Uintptr:
		if v.Uint() > math.MaxInt64 {
			return &unserializable{path, fmt.Sprintf("the integer %d does not fit 64 bits with sign", v.Uint())}
		}
		e.out.WriteString(strconv.FormatUint(v.Uint(), 10))
	case kind == reflect.Float32 || kind == reflect.Float64:
		return e.float(v, path)
	case kind == reflect.Slice || kind == reflect.Array:
		return e.list(v, t, path)
	case kind == reflect.Map:
		return e.members(v, t, path)
	case kind == reflect.Struct:
		return e.fields(v, t, path)
	default:
		return &unserializable{path, fmt.Sprintf("a Go %s has no JSON form", v.Type())}
	}
	return nil
}

// own writes values of types with a form of their own.
func (e *encoder) own(v reflect.Value, t *declared, path string) (bool, error) {
	switch v.Type() {
	case timeType:
		moment := v.Interface().(time.Time)
		if t != nil && t.kind == "date" {
			return true, e.text(moment.Format("2006-01-02"), path)
		}
		return true, e.text(moment.Format(time.RFC3339Nano), path)
	case durationType:
		if t != nil && t.kind == "int" {
			return true, &unserializable{path, "a time.Duration is no int; say in which unit, for example with Seconds()"}
		}
		return true, e.text(isoDuration(time.Duration(v.Int())), path)
	case numberType:
		return true, e.parsed([]byte(v.String()), t, path)
	}
	if !v.CanInterface() || v.Kind() == reflect.Ptr || v.Kind() == reflect.Interface {
		return false, nil
	}
	value := v.Interface()
	if v.CanAddr() {
		value = v.Addr().Interface()
	}
	switch own := value.(type) {
	case json.Marshaler:
		raw, err := own.MarshalJSON()
		if err != nil {
			return true, &unserializable{path, err.Error()}
		}
		return true, e.parsed(raw, t, path)
	case encoding.TextMarshaler:
		raw, err := own.MarshalText()
		if err != nil {
			return true, &unserializable{path, err.Error()}
		}
		return true, e.text(string(raw), path)
	}
	return false, nil
}

// parsed writes JSON that the task made itself, checked like everything else.
func (e *encoder) parsed(raw []byte, t *declared, path string) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var tree interface{}
	if err := decoder.Decode(&tree); err != nil {
		return &unserializable{path, "no JSON: " + err.Error()}
	}
	if n, ok := tree.(json.Number); ok {
		return e.number(n, path)
	}
	return e.value(reflect.ValueOf(tree), t, path)
}

func (e *encoder) number(n json.Number, path string) error {
	if !strings.ContainsAny(n.String(), ".eE") {
		if _, err := n.Int64(); err != nil {
			return &unserializable{path, "the integer " + n.String() + " does not fit 64 bits"}
		}
	} else if f, err := n.Float64(); err != nil || math.IsInf(f, 0) {
		return &unserializable{path, "the number " + n.String() + " is too large"}
	}
	e.out.WriteString(n.String())
	return nil
}

func (e *encoder) text(s, path string) error {
	if !utf8.ValidString(s) {
		return &unserializable{path, "the text is not valid UTF-8"}
	}
	if at := strings.IndexByte(s, 0); at >= 0 {
		return &unserializable{path, "the text holds the character U+0000, which no database text can hold"}
	}
	e.quote(s)
	return nil
}

func (e *encoder) quote(s string) {
	e.out.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			e.out.WriteByte('\\')
			e.out.WriteRune(r)
		case r < ' ':
			fmt.Fprintf(&e.out, "\\u%04x", r)
		default:
			e.out.WriteRune(r)
		}
	}
	e.out.WriteByte('"')
}

func (e *encoder) float(v reflect.Value, path string) error {
	f := v.Float()
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return &unserializable{path, fmt.Sprintf("%v is no number that JSON can carry", f)}
	}
	s := strconv.FormatFloat(f, 'g', -1, v.Type().Bits())
	if !strings.ContainsAny(s, ".e") {
		s += ".0" // it stays a float in every language
	}
	e.out.WriteString(s)
	return nil
}

func (e *encoder) list(v reflect.Value, t *declared, path string) error {
	if isBytes(v.Type()) {
		return e.text(base64.StdEncoding.EncodeToString(v.Bytes()), path)
	}
	e.out.WriteByte('[')
	for i := 0; i < v.Len(); i++ {
		if i > 0 {
			e.out.WriteByte(',')
		}
		if err := e.value(v.Index(i), t.element(), fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	e.out.WriteByte(']')
	return nil
}

func (e *encoder) members(v reflect.Value, t *declared, path string) error {
	if v.Type().Key().Kind() != reflect.String {
		return &unserializable{path, fmt.Sprintf("the keys of a Go %s are no strings", v.Type())}
	}
	keys := v.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	e.out.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			e.out.WriteByte(',')
		}
		name := key.String()
		if err := e.text(name, path); err != nil {
			return err
		}
		e.out.WriteByte(':')
		elem := t.element()
		if t != nil && t.kind == "record" {
			elem = t.field(name)
		}
		if err := e.value(v.MapIndex(key), elem, path+"."+name); err != nil {
			return err
		}
	}
	e.out.WriteByte('}')
	return nil
}

func (e *encoder) fields(v reflect.Value, t *declared, path string) error {
	if t != nil && t.kind == "record" {
		return e.named(v, t.fields, path)
	}
	var params []param
	for _, field := range reflect.VisibleFields(v.Type()) {
		if !field.IsExported() || field.Anonymous || tag(field) == "-" {
			continue
		}
		name := tag(field)
		if name == "" {
			name = field.Name
		}
		params = append(params, param{name, nil})
	}
	return e.named(v, params, path)
}

// named writes the fields that the names mean, under these names.
func (e *encoder) named(v reflect.Value, params []param, path string) error {
	e.out.WriteByte('{')
	separator := ""
	for _, p := range params {
		field, found := fieldFor(v.Type(), p.name)
		if !found {
			continue
		}
		e.out.WriteString(separator)
		separator = ","
		e.quote(p.name)
		e.out.WriteByte(':')
		part, err := v.FieldByIndexErr(field.Index)
		if err != nil {
			e.out.WriteString("null")
			continue
		}
		if err := e.value(part, p.typ, path+"."+p.name); err != nil {
			return err
		}
	}
	e.out.WriteByte('}')
	return nil
}

func isNilable(kind reflect.Kind) bool {
	return kind == reflect.Ptr || kind == reflect.Interface || kind == reflect.Slice || kind == reflect.Map
}

func isoDuration(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	return fmt.Sprintf("%sPT%sS", sign, strconv.FormatFloat(d.Seconds(), 'f', -1, 64))
}
