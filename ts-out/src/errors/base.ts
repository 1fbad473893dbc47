//! The class that every error of this package extends.

/** Base of every error that this package raises: `error instanceof SpecwireError` tells them from others. */
export class SpecwireError extends Error {
  override readonly name: string = "SpecwireError";
}
