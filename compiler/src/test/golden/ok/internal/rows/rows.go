// Package rows is imported by another.
package rows

// Chunk is a record of the workflow.
type Chunk struct {
	Region string `json:"region"`
	Path   string `json:"path"`
	Rows   int64  `json:"rows"`
}
