package runner

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// declared is a type as the workflow declares it.
type declared struct {
	kind   string // a simple type's word, or optional, list, map, record, enum, union
	elem   *declared
	fields []param
}

type param struct {
	name string
	typ  *declared
}

func readType(value interface{}) *declared {
	if word, ok := value.(string); ok {
		return &declared{kind: word}
	}
	shape, _ := value.(object)
	for _, kind := range []string{"optional", "list", "map"} {
		if part, ok := shape[kind]; ok {
			return &declared{kind: kind, elem: readType(part)}
		}
	}
	if fields, ok := shape["record"].(object); ok {
		t := &declared{kind: "record"}
		for name, field := range fields {
			t.fields = append(t.fields, param{name, readType(field)})
		}
		return t
	}
	if _, ok := shape["enum"]; ok {
		return &declared{kind: "enum"}
	}
	return &declared{kind: "union"}
}

func readParams(value interface{}) []param {
	items, _ := value.([]interface{})
	var params []param
	for _, item := range items {
		shape, _ := item.(object)
		params = append(params, param{text(shape["name"]), readType(shape["type"])})
	}
	return params
}

func (t *declared) present() *declared {
	if t != nil && t.kind == "optional" {
		return t.elem
	}
	return t
}

func (t *declared) field(name string) *declared {
	t = t.present()
	if t == nil || t.kind != "record" {
		return nil
	}
	for _, f := range t.fields {
		if f.name == name {
			return f.typ
		}
	}
	return nil
}

func (t *declared) element() *declared {
	t = t.present()
	if t == nil {
		return nil
	}
	return t.elem
}

var (
	timeType     = reflect.TypeOf(time.Time{})
	durationType = reflect.TypeOf(time.Duration(0))
	numberType   = reflect.TypeOf(json.Number(""))
	rawType      = reflect.TypeOf(json.RawMessage(nil))
)

// squeeze is a name without case and underscores.
func squeeze(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}

func tag(field reflect.StructField) string {
	return strings.Split(field.Tag.Get("json"), ",")[0]
}

// fieldFor is the field of a struct that a declared name means.
func fieldFor(t reflect.Type, name string) (reflect.StructField, bool) {
	var close *reflect.StructField
	for _, field := range reflect.VisibleFields(t) {
		field := field
		if !field.IsExported() || tag(field) == "-" {
			continue
		}
		if tag(field) == name {
			return field, true
		}
		if tag(field) == "" && !field.Anonymous && squeeze(field.Name) == squeeze(name) && close == nil {
			close = &field
		}
	}
	if close == nil {
		return reflect.StructField{}, false
	}
	return *close, true
}

func fieldNames(t reflect.Type) string {
	var names []string
	for _, field := range reflect.VisibleFields(t) {
		if field.IsExported() && !field.Anonymous {
			names = append(names, field.Name)
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// isPlainStruct tells structs of fields from structs that stand for one value.
func isPlainStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != timeType
}

// fits says what is wrong with a Go type for a declared one, or "".
func fits(t *declared, goType reflect.Type, path string) string {
	t = t.present()
	for goType.Kind() == reflect.Ptr {
		goType = goType.Elem()
	}
	if t == nil || goType.Kind() == reflect.Interface || hasOwnForm(goType) {
		return ""
	}
	ok := true
	switch t.kind {
	case "string", "secret", "decimal", "file", "dir", "enum":
		ok = goType.Kind() == reflect.String
	case "date", "timestamp":
		ok = goType == timeType || goType.Kind() == reflect.String
	case "duration":
		ok = goType == durationType || goType.Kind() == reflect.String
	case "bytes":
		ok = goType.Kind() == reflect.String || isBytes(goType)
	case "bool":
		ok = goType.Kind() == reflect.Bool
	case "int":
		ok = goType != durationType && isNumber(goType)
	case "float":
		ok = goType.Kind() == reflect.Float64 || goType.Kind() == reflect.Float32
	case "list":
		if goType.Kind() == reflect.Slice || goType.Kind() == reflect.Array {
			return fits(t.elem, goType.Elem(), path+"[]")
		}
		ok = false
	case "map":
		if goType.Kind() == reflect.Map && goType.Key().Kind() == reflect.String {
			return fits(t.elem, goType.Elem(), path+"{}")
		}
		ok = false
	case "record":
		if isPlainStruct(goType) {
			return fitsFields(t.fields, goType, path)
		}
		ok = goType.Kind() == reflect.Map && goType.Key().Kind() == reflect.String
	}
	if ok {
		return ""
	}
	return fmt.Sprintf("`%s` is declared `%s`, which a Go %s can't hold", path, t.kind, goType)
}

func fitsFields(params []param, goType reflect.Type, path string) string {
	for _, p := range params {
		field, found := fieldFor(goType, p.name)
		if !found {
			return fmt.Sprintf("%s has no field for `%s`; its fields are %s", goType, p.name, fieldNames(goType))
		}
		if problem := fits(p.typ, field.Type, strings.TrimPrefix(path+"."+p.name, ".")); problem != "" {
			return problem
		}
	}
	return ""
}

func isBytes(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}

func isNumber(t reflect.Type) bool {
	return (t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64) ||
		t.Kind() == reflect.Float64 || t.Kind() == reflect.Float32 || t == numberType
}

// hasOwnForm is true for types that write and read their own JSON or text.
func hasOwnForm(t reflect.Type) bool {
	if t == timeType {
		return false
	}
	p := reflect.PtrTo(t)
	return t == rawType || p.Implements(unmarshalerType) || p.Implements(textUnmarshalerType) ||
		t.Implements(marshalerType) || t.Implements(textMarshalerType)
}
