/** Who listens to what. A listener that fails keeps neither the others nor the connection from going on. */
export class Listeners {
  #byName = new Map();

  add(name, listener) {
    const those = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, those.add(listener));
    return () => those.delete(listener);
  }

  tell(name, data) {
    this.#byName.get(name)?.forEach((listener) => safely(() => listener(data)));
    this.#byName.get("*")?.forEach((listener) => safely(() => listener(name, data)));
  }
}

function safely(act) {
  try {
    act();
  } catch (error) {
    report(error);
  }
}

/** As the platform does with what nobody caught. */
function report(error) {
  if (typeof reportError === "function") {
    reportError(error);
  } else {
    queueMicrotask(() => {
      throw error;
    });
  }
}
