//! Numbers and their formats, against what CPython prints for the same programs.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use python::builtins::float::{float_repr, parse_float};
use python::{Machine, Settings, Status, Stop, Stream, Version};

/// What a program prints, with all references accounted for at its end.
fn output(version: Version, program: &str) -> String {
    let mut machine =
        Machine::start(program, version, &Settings::default()).expect("a program that compiles");
    while machine.run(1) == Status::Running {
        machine.audit().expect("holders add up to counts");
    }
    assert_eq!(
        machine.run(1),
        Status::Stopped(Stop::Ended(0)),
        "{}",
        machine.output.text(Stream::Err)
    );
    machine.output.text(Stream::Out)
}

/// The value, or the error, of each line.
fn check(version: Version, lines: &str, expected: Expect) {
    let mut program = String::from(
        "def show(f):\n    try: print(repr(f()))\n    except Exception as e: print(type(e).__name__, e)\n",
    );
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        program.push_str(&format!("show(lambda: ({line}))\n"));
    }
    expected.assert_eq(&output(version, &program));
}

#[test]
fn ints_have_any_size_and_divide_downwards() {
    check(
        Version::V3_14,
        "
        2 ** 63, -2 ** 63 - 1, (-2 ** 63) // -1
        -7 // 2, -7 % 2, 7 % -2, divmod(-7, 2)
        -2 ** 64 // 3, -2 ** 64 % 3, -1 >> 100, 1 << 70
        10 ** 23 == 1e23, 2 ** 53 + 1 == float(2 ** 53), 3 / 10 ** 400
        hash(2 ** 61 - 1), hash(-1), hash(2.5), hash(10 ** 20) == hash(1e20)
        1 << -1
        10 ** 400 / 3
        ",
        expect![[r#"
            (9223372036854775808, -9223372036854775809, 9223372036854775808)
            (-4, 1, -1, (-4, 1))
            (-6148914691236517206, 2, -1, 1180591620717411303424)
            (False, False, 0.0)
            (0, -2, 1152921504606846978, True)
            ValueError negative shift count
            OverflowError integer division result too large for a float
        "#]],
    );
}

#[test]
fn division_by_zero_is_worded_by_version() {
    let lines = "
        1 // 0
        1 % 0
        1.0 // 0
        divmod(1.0, 0)
        0.0 ** -1
        1j / 0
        ";
    check(
        Version::V3_11,
        lines,
        expect![[r#"
            ZeroDivisionError integer division or modulo by zero
            ZeroDivisionError integer modulo by zero
            ZeroDivisionError float floor division by zero
            ZeroDivisionError float divmod()
            ZeroDivisionError 0.0 cannot be raised to a negative power
            ZeroDivisionError complex division by zero
        "#]],
    );
    check(
        Version::V3_14,
        lines,
        expect![[r#"
            ZeroDivisionError division by zero
            ZeroDivisionError division by zero
            ZeroDivisionError division by zero
            ZeroDivisionError division by zero
            ZeroDivisionError zero to a negative power
            ZeroDivisionError division by zero
        "#]],
    );
}

#[test]
fn specifications_lay_numbers_out() {
    check(
        Version::V3_14,
        "
        format(1234567.891, ',.2f'), format(1, '08,'), format(-255, '#010x'), format(1e22, '')
        format(123.0, '.3'), format(0.5, '.0%'), format(65, 'c'), format(1 + 2j, '.1f')
        format(float('inf'), '010,'), format(-0.0001, 'z.2f'), format(12345.678901, '.6_f')
        '%-5d|%+.3f|%#x|%05d|%.2s|%r' % (3, 2, 255, -3, 'abc', 'a')
        '{0[1]}{a.real:>{w}}'.format('xy', a=5, w=4), '{:*^9}|{!r:>5}'.format('abc', 'x')
        format(1, '.3d')
        '%d' % 'a'
        ",
        expect![[r#"
            ('1,234,567.89', '0,000,001', '-0x00000ff', '1e+22')
            ('1.23e+02', '50%', 'A', '1.0+2.0j')
            ('0000000inf', '0.00', '12345.678_901')
            "3    |+2.000|0xff|-0003|ab|'a'"
            ('y   5', "***abc***|  'x'")
            ValueError Precision not allowed in integer format specifier
            TypeError %d format: a real number is required, not str
        "#]],
    );
}

#[test]
fn conversions_ask_the_object() {
    check(
        Version::V3_14,
        "
        int('0x_1f', 0), int(' -12 '), int(b'7'), float('1_0.5'), complex('(1+2j)')
        int('1__0')
        float('')
        int(type('I', (), {'__index__': lambda self: 5})())
        '%d' % type('E', (), {'__int__': lambda self: 1 / 0})()
        int.__new__(str)
        ",
        expect![[r#"
            (31, -12, 7, 10.5, (1+2j))
            ValueError invalid literal for int() with base 10: '1__0'
            ValueError could not convert string to float: ''
            5
            ZeroDivisionError division by zero
            TypeError int.__new__(str): str is not a subtype of int
        "#]],
    );
}

#[test]
fn unchanged_objects_come_back_themselves() {
    let program = "
s = ''.join(['ab', 'cd'])
x, f, c = 10 ** 20, float('1.5'), complex('1j')
print('%s' % s is s, '{}'.format(s) is s, format(s, '3') is s, f'{s}' is s, '%s%s' % ('', s) is s, '%s!' % s is s)
print(+x is x, abs(x) is x, int(x) is x, round(x) is x, x * 1 is x, +f is f, float(f) is f, abs(f) is f, +c is c)
";
    for version in [Version::V3_11, Version::V3_14] {
        expect![[r#"
            True True True True False False
            True True True True False True True False True
        "#]]
        .assert_eq(&output(version, program));
    }
}

/// Where CPython would try, for minutes or with gigabytes, the machine gives up at once.
#[test]
fn results_that_need_too_much_memory_are_refused() {
    check(
        Version::V3_14,
        "
        1 << 10 ** 12
        10 ** 10 ** 9
        'a' * 10 ** 12
        '%1000000000d' % 5
        format(1.5, '.1000000000f')
        str(10 ** 5000)
        ",
        expect![[r#"
            MemoryError 
            MemoryError 
            MemoryError 
            MemoryError 
            MemoryError 
            ValueError Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
        "#]],
    );
}

proptest! {
    #[test]
    fn a_float_reads_back_as_itself(bits in any::<u64>()) {
        let f = f64::from_bits(bits);
        prop_assume!(!f.is_nan());
        prop_assert_eq!(parse_float(&float_repr(f)).map(f64::to_bits), Some(bits));
    }

    #[test]
    fn no_shorter_text_reads_back(bits in any::<u64>()) {
        let f = f64::from_bits(bits);
        prop_assume!(f.is_finite() && f != 0.0);
        let text = float_repr(f);
        let digits = text.split('e').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect::<String>();
        let significant = digits.trim_start_matches('0').trim_end_matches('0').len();
        if significant > 1 {
            prop_assert_ne!(format!("{:.*e}", significant - 2, f).parse(), Ok(f));
        }
    }
}
