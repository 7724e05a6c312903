package runner

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

const (
	protocolVersion = 1
	sdkVersion      = "0.1.0"
	defaultMaxFrame = 16 << 20
)

// errClosed says that the executor left at the border of a frame.
var errClosed = errors.New("channel closed")

type object = map[string]interface{}

// channel carries frames: 4 bytes of length, big-endian, then a JSON message or an array of them.
type channel struct {
	conn     net.Conn
	reader   *bufio.Reader
	maxFrame int
	lock     sync.Mutex
}

func newChannel(conn net.Conn) *channel {
	return &channel{conn: conn, reader: bufio.NewReaderSize(conn, 1<<18), maxFrame: defaultMaxFrame}
}

// receive waits for the next frame and returns its messages.
func (c *channel) receive() ([]object, error) {
	var header [4]byte
	if _, err := io.ReadFull(c.reader, header[:]); err != nil {
		if err == io.EOF {
			return nil, errClosed
		}
		return nil, fmt.Errorf("the channel ended within a frame: %v", err)
	}
	size := binary.BigEndian.Uint32(header[:])
	if uint64(size) > uint64(c.maxFrame) {
		return nil, c.tooLarge(header, size)
	}
	payload := make([]byte, size)
	if _, err := io.ReadFull(c.reader, payload); err != nil {
		return nil, fmt.Errorf("the channel ended within a frame: %v", err)
	}
	return messages(payload)
}

func (c *channel) tooLarge(header [4]byte, size uint32) error {
	for _, b := range header {
		if (b < ' ' || b > '~') && b != '\n' && b != '\r' && b != '\t' {
			return fmt.Errorf("frame_too_large: a frame of %d bytes", size)
		}
	}
	more, _ := c.reader.Peek(min(c.reader.Buffered(), 60))
	return fmt.Errorf("text was written to the protocol channel: %q", string(header[:])+string(more))
}

func messages(payload []byte) ([]object, error) {
	decoder := json.NewDecoder(bytes.NewReader(payload))
	decoder.UseNumber()
	var value interface{}
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("a frame holds no JSON: %v", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("a frame holds more than one JSON value")
	}
	batch, ok := value.([]interface{})
	if !ok {
		batch = []interface{}{value}
	}
	found := make([]object, 0, len(batch))
	for _, item := range batch {
		message, ok := item.(object)
		if !ok || text(message["t"]) == "" {
			return nil, errors.New("a frame holds no message")
		}
		found = append(found, message)
	}
	return found, nil
}

// send writes one message whose JSON is ready.
func (c *channel) send(payload []byte) error {
	frame := make([]byte, 4+len(payload))
	binary.BigEndian.PutUint32(frame, uint32(len(payload)))
	copy(frame[4:], payload)
	c.lock.Lock()
	defer c.lock.Unlock()
	_, err := c.conn.Write(frame)
	return err
}

func (c *channel) sendMessage(message object) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(message); err != nil {
		return err
	}
	return c.send(bytes.TrimRight(out.Bytes(), "\n"))
}

func text(value interface{}) string {
	s, _ := value.(string)
	return s
}

func integer(value interface{}) int64 {
	n, ok := value.(json.Number)
	if !ok {
		return 0
	}
	i, _ := n.Int64()
	return i
}

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}
