package runner

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

var (
	unmarshalerType     = reflect.TypeOf((*json.Unmarshaler)(nil)).Elem()
	textUnmarshalerType = reflect.TypeOf((*encoding.TextUnmarshaler)(nil)).Elem()
)

// decode puts a JSON value into a Go value, as the declared type says.
func decode(target reflect.Value, t *declared, value interface{}, path string) error {
	if value == nil {
		return nil // the zero value; pointers stay nil
	}
	if target.Kind() == reflect.Ptr {
		target.Set(reflect.New(target.Type().Elem()))
		return decode(target.Elem(), t, value, path)
	}
	t = t.present()
	if done, err := decodeOwn(target, t, value, path); done {
		return err
	}
	switch target.Kind() {
	case reflect.Interface:
		return decodeAny(target, value, path)
	case reflect.String:
		return decodeString(target, value, path)
	case reflect.Bool:
		b, ok := value.(bool)
		if !ok {
			return mismatch(target, value, path)
		}
		target.SetBool(b)
		return nil
	case reflect.Slice, reflect.Array:
		return decodeList(target, t, value, path)
	case reflect.Map:
		return decodeMap(target, t, value, path)
	case reflect.Struct:
		return decodeStruct(target, t, value, path)
	}
	return decodeNumber(target, value, path)
}

func decodeOwn(target reflect.Value, t *declared, value interface{}, path string) (bool, error) {
	s, isText := value.(string)
	switch {
	case target.Type() == timeType && isText:
		layout := time.RFC3339Nano
		if t != nil && t.kind == "date" {
			layout = "2006-01-02"
		}
		parsed, err := time.Parse(layout, s)
		if err == nil {
			target.Set(reflect.ValueOf(parsed))
		}
		return true, at(path, err)
	case target.Type() == durationType && isText:
		span, err := parseDuration(s)
		target.SetInt(int64(span))
		return true, at(path, err)
	case !target.CanAddr() || target.Type() == timeType:
		return false, nil
	}
	switch own := target.Addr().Interface().(type) {
	case json.Unmarshaler:
		raw, err := json.Marshal(value)
		if err == nil {
			err = own.UnmarshalJSON(raw)
		}
		return true, at(path, err)
	case encoding.TextUnmarshaler:
		if isText {
			return true, at(path, own.UnmarshalText([]byte(s)))
		}
	}
	return false, nil
}

func decodeAny(target reflect.Value, value interface{}, path string) error {
	natural := reflect.ValueOf(naturalValue(value))
	if !natural.Type().AssignableTo(target.Type()) {
		return mismatch(target, value, path)
	}
	target.Set(natural)
	return nil
}

// naturalValue turns numbers into int64 where they are whole, float64 otherwise.
func naturalValue(value interface{}) interface{} {
	switch v := value.(type) {
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return i
		}
		f, _ := v.Float64()
		return f
	case []interface{}:
		made := make([]interface{}, len(v))
		for i, item := range v {
			made[i] = naturalValue(item)
		}
		return made
	case object:
		made := make(object, len(v))
		for key, item := range v {
			made[key] = naturalValue(item)
		}
		return made
	}
	return value
}

func decodeString(target reflect.Value, value interface{}, path string) error {
	switch v := value.(type) {
	case string:
		target.SetString(v)
	case json.Number:
		if target.Type() != numberType {
			return mismatch(target, value, path)
		}
		target.SetString(v.String())
	default:
		return mismatch(target, value, path)
	}
	return nil
}

func decodeNumber(target reflect.Value, value interface{}, path string) error {
	n, ok := value.(json.Number)
	if !ok {
		return mismatch(target, value, path)
	}
	switch kind := target.Kind(); {
	case kind >= reflect.Int && kind <= reflect.Int64:
		i, err := strconv.ParseInt(n.String(), 10, 64)
		if err != nil || target.OverflowInt(i) {
			return mismatch(target, value, path)
		}
		target.SetInt(i)
	case kind >= reflect.Uint && kind <= reflect.Uint64:
		u, err := strconv.ParseUint(n.String(), 10, 64)
		if err != nil || target.OverflowUint(u) {
			return mismatch(target, value, path)
		}
		target.SetUint(u)
	case kind == reflect.Float32 || kind == reflect.Float64:
		f, err := n.Float64()
		if err != nil {
			return mismatch(target, value, path)
		}
		target.SetFloat(f)
	default:
		return mismatch(target, value, path)
	}
	return nil
}

func decodeList(target reflect.Value, t *declared, value interface{}, path string) error {
	if s, ok := value.(string); ok && isBytes(target.Type()) {
		raw, err := base64.StdEncoding.DecodeString(s)
		target.SetBytes(raw)
		return at(path, err)
	}
	items, ok := value.([]interface{})
	if !ok || (target.Kind() == reflect.Array && target.Len() != len(items)) {
		return mismatch(target, value, path)
	}
	if target.Kind() == reflect.Slice {
		target.Set(reflect.MakeSlice(target.Type(), len(items), len(items)))
	}
	for i, item := range items {
		if err := decode(target.Index(i), t.element(), item, fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	return nil
}

func decodeMap(target reflect.Value, t *declared, value interface{}, path string) error {
	members, ok := value.(object)
	if !ok || target.Type().Key().Kind() != reflect.String {
		return mismatch(target, value, path)
	}
	made := reflect.MakeMapWithSize(target.Type(), len(members))
	for key, item := range members {
		part := reflect.New(target.Type().Elem()).Elem()
		elem := t.element()
		if t != nil && t.kind == "record" {
			elem = t.field(key)
		}
		if err := decode(part, elem, item, path+"."+key); err != nil {
			return err
		}
		made.SetMapIndex(reflect.ValueOf(key).Convert(target.Type().Key()), part)
	}
	target.Set(made)
	return nil
}

func decodeStruct(target reflect.Value, t *declared, value interface{}, path string) error {
	members, ok := value.(object)
	if !ok {
		return mismatch(target, value, path)
	}
	for name, item := range members {
		field, found := fieldFor(target.Type(), name)
		if !found {
			continue // the bind step has checked that every declared field is there
		}
		part, err := target.FieldByIndexErr(field.Index)
		if err != nil {
			return at(path+"."+name, err)
		}
		if err := decode(part, t.field(name), item, path+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func mismatch(target reflect.Value, value interface{}, path string) error {
	shown, _ := json.Marshal(value)
	if len(shown) > 60 {
		shown = append(shown[:57], "..."...)
	}
	return fmt.Errorf("%s: a Go %s can't hold %s", path, target.Type(), shown)
}

func at(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, err)
}

// parseDuration reads ISO 8601 without years and months: P1DT2H3M4.5S.
func parseDuration(s string) (time.Duration, error) {
	rest, negative := s, false
	if strings.HasPrefix(rest, "-") {
		rest, negative = rest[1:], true
	}
	if !strings.HasPrefix(rest, "P") || len(rest) < 3 {
		return 0, fmt.Errorf("%q is no duration", s)
	}
	total, unit := 0.0, map[byte]float64{'D': 86400e9}
	number := ""
	for i := 1; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c == 'T':
			unit = map[byte]float64{'H': 3600e9, 'M': 60e9, 'S': 1e9}
		case (c >= '0' && c <= '9') || c == '.' || c == '-':
			number += string(c)
		default:
			value, err := strconv.ParseFloat(number, 64)
			if err != nil || unit[c] == 0 {
				return 0, fmt.Errorf("%q is no duration", s)
			}
			total, number = total+value*unit[c], ""
		}
	}
	if number != "" {
		return 0, fmt.Errorf("%q is no duration", s)
	}
	if negative {
		total = -total
	}
	return time.Duration(total), nil
}
