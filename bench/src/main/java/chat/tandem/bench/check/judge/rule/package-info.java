/** What Tandem promises, a rule each: docs/GUARANTEES.md in code. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.check.judge.rule;
