// Package runner turns Go functions into jobc tasks.
//
// A task is a plain function; most need nothing from here:
//
//	func LoadChunk(ctx context.Context, in LoadChunkIn) (LoadChunkOut, error)
//
// The context, the input, the output and the error are each optional. Fields are matched to the
// declared inputs and outputs by their json tag, or by name without regard to case and underscores.
// With exactly one declared input or output the value itself may stand for the struct.
package runner
