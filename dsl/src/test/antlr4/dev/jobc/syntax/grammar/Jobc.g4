/**
 * Expressions (docs/language.md, after CEL) and types of the workflow language. One grammar, because
 * an expression may name a type: `value.as(list<Chunk>)`. What it accepts, and the trees it makes of
 * it, the parsers of dev.jobc.syntax must accept and make too (GrammarTest).
 */
grammar Jobc;

onlyExpression: expression EOF;

onlyType: type EOF;

// From tightest to loosest. `??` stands between + and <, so that `count ?? 0 > 5` reads as it looks.
expression
    : primary                                                              # primaryExpression
    | expression DOT AS LPAREN type RPAREN                                 # asExpression
    | expression DOT IS LPAREN type RPAREN                                 # isExpression
    | expression DOT method LPAREN arguments? RPAREN                       # methodExpression
    | expression DOT name                                                  # fieldExpression
    | expression LBRACKET expression RBRACKET                              # indexExpression
    | operator=(NOT | MINUS) expression                                    # unaryExpression
    | expression operator=(STAR | SLASH | PERCENT) expression              # binaryExpression
    | expression operator=(PLUS | MINUS) expression                        # binaryExpression
    | <assoc=right> expression operator=COALESCE expression                # binaryExpression
    | expression operator=(EQ | NE | LT | LE | GT | GE | IN) expression    # binaryExpression
    | expression operator=AND expression                                   # binaryExpression
    | expression operator=OR expression                                    # binaryExpression
    | <assoc=right> expression QUESTION expression COLON expression        # conditionalExpression
    ;

primary
    : literal                                          # literalPrimary
    | IDENTIFIER LPAREN arguments? RPAREN              # callPrimary
    | identifier                                       # namePrimary
    | LPAREN expression RPAREN                         # parenthesizedPrimary
    | LBRACKET (arguments COMMA?)? RBRACKET            # listPrimary
    | LBRACE (entry (COMMA entry)* COMMA?)? RBRACE     # mapPrimary
    ;

arguments: expression (COMMA expression)*;

entry: expression COLON expression;

literal: INT | FLOAT | STRING | BYTES | TRUE | FALSE | NULL;

identifier: IDENTIFIER | AS | IS;

// After a dot every word is a name, so that a field may be called `in`.
name: method | AS | IS;

method: IDENTIFIER | IN | TRUE | FALSE | NULL;

type
    : name (LT type (COMMA type)* GT)?                               # namedType
    | LBRACE (field (COMMA field)* COMMA?)? RBRACE                   # recordType
    | LPAREN type RPAREN                                             # parenthesizedType
    | type QUESTION                                                  # optionalType
    | type PIPE type                                                 # unionType
    ;

field: name COLON type;

AND: '&&';
OR: '||';
COALESCE: '??';
EQ: '==';
NE: '!=';
LE: '<=';
GE: '>=';
LT: '<';
GT: '>';
NOT: '!';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
PERCENT: '%';
QUESTION: '?';
COLON: ':';
COMMA: ',';
DOT: '.';
PIPE: '|';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
LBRACE: '{';
RBRACE: '}';

IN: 'in';
AS: 'as';
IS: 'is';
TRUE: 'true';
FALSE: 'false';
NULL: 'null';

FLOAT: DIGIT+ ('.' DIGIT+ EXPONENT? | EXPONENT) | '.' DIGIT+ EXPONENT?;
INT: '0x' HEX+ | DIGIT+;
UINT: ('0x' HEX+ | DIGIT+) [uU];

BYTES: [bB] (QUOTED | RAW) | [rR] [bB] QUOTED_RAW;
STRING: QUOTED | RAW;
UNCLOSED_STRING: '"' (~["\\\r\n] | '\\' .)* | '\'' (~['\\\r\n] | '\\' .)*;

IDENTIFIER: [a-zA-Z_] [a-zA-Z0-9_]*;

COMMENT: '//' ~[\r\n]* -> skip;
BLANK: [ \t\r\n\f]+ -> skip;

UNEXPECTED: .;

fragment DIGIT: [0-9];
fragment HEX: [0-9a-fA-F];
fragment EXPONENT: [eE] [+-]? DIGIT+;
fragment ESCAPED: '\\' .;
fragment QUOTED
    : '"""' (ESCAPED | ~'\\')*? '"""'
    | '\'\'\'' (ESCAPED | ~'\\')*? '\'\'\''
    | '"' (ESCAPED | ~["\\\r\n])* '"'
    | '\'' (ESCAPED | ~['\\\r\n])* '\''
    ;
fragment RAW: [rR] QUOTED_RAW;
fragment QUOTED_RAW
    : '"""' .*? '"""'
    | '\'\'\'' .*? '\'\'\''
    | '"' ~["\r\n]* '"'
    | '\'' ~['\r\n]* '\''
    ;
