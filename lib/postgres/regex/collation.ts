/** Names of collating elements (POSIX names of ASCII characters; regc_locale.c: cnames), as in `[[.hyphen.]]` and `[[=tilde=]]`. */

const CONTROLS = 'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC IS4 IS3 IS2 IS1';

const NAMES = `alert=7 backspace=8 tab=9 newline=10 vertical-tab=11 form-feed=12 carriage-return=13 FS=28 GS=29 RS=30 US=31 space=32
exclamation-mark=33 quotation-mark=34 number-sign=35 dollar-sign=36 percent-sign=37 ampersand=38 apostrophe=39 left-parenthesis=40
right-parenthesis=41 asterisk=42 plus-sign=43 comma=44 hyphen=45 hyphen-minus=45 period=46 full-stop=46 slash=47 solidus=47 zero=48 one=49 two=50
three=51 four=52 five=53 six=54 seven=55 eight=56 nine=57 colon=58 semicolon=59 less-than-sign=60 equals-sign=61 greater-than-sign=62
question-mark=63 commercial-at=64 left-square-bracket=91 backslash=92 reverse-solidus=92 right-square-bracket=93 circumflex=94
circumflex-accent=94 underscore=95 low-line=95 grave-accent=96 left-brace=123 left-curly-bracket=123 vertical-line=124 right-brace=125
right-curly-bracket=125 tilde=126 DEL=127`;

/** The code of a collating element: one character stands for itself; undefined where there is no such name. */
export function collatingCode(name: string): number | undefined {
  if (name.length === 1) return name.charCodeAt(0);
  const control = CONTROLS.split(' ').indexOf(name);
  if (control >= 0) return control;
  const entry = NAMES.split(/\s+/).find((item) => item.slice(0, item.indexOf('=')) === name);
  return entry === undefined ? undefined : Number(entry.slice(entry.indexOf('=') + 1));
}
