//! The class that every error of this package extends.

/** Base of every error that this package raises: `error instanceof SpecwireError` tells them from others. */
export class SpecwireError<D extends object = object> extends Error {
  override readonly name: string = "SpecwireError";

  /** `details` become members of the error; subclasses declare them. */
  constructor(message?: string, details?: D) {
    super(message);
    Object.assign(this, details);
  }
}
