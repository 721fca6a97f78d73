//! How likely it is that chance alone spreads things this unevenly.

use std::f64::consts::PI;

/// Terms of the series that are added at most; a few hundred are needed where the answer is not 0.
const MAX_TERMS: u32 = 10_000;

/// From here on the tail is smaller than any float tells from 0.
const CERTAIN: f64 = 500.0;

/// The p-value of Pearson's chi-square test that four counts come from equal chances; 1 if there are none.
///
/// The upper tail of the distribution with k = 3 degrees of freedom is 1 − P(k/2, χ²/2), and
/// P(a, x) = xᵃ e⁻ˣ Σₙ xⁿ / Γ(a + n + 1): <https://dlmf.nist.gov/8.7#E1>. Here a = 3/2, and Γ(5/2) = 3√π/4.
pub(super) fn p_value(counts: [usize; 4]) -> f64 {
    let all: usize = counts.iter().sum();
    if all == 0 {
        return 1.0;
    }
    let expected = all as f64 / counts.len() as f64;
    let chi_square: f64 = counts.iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum();
    upper_tail(chi_square)
}

fn upper_tail(chi_square: f64) -> f64 {
    let x = chi_square / 2.0;
    if x > CERTAIN {
        return 0.0;
    }
    let mut term = x.powf(1.5) * (-x).exp() / (0.75 * PI.sqrt());
    let mut sum = 0.0;
    for n in 1..MAX_TERMS {
        sum += term;
        term *= x / (1.5 + f64::from(n));
        if term < f64::EPSILON * sum {
            break;
        }
    }
    (1.0 - sum).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_tail_is_that_of_the_tables() {
        // Critical values for 3 degrees of freedom: <https://www.itl.nist.gov/div898/handbook/eda/section3/eda3674.htm>.
        for (chi_square, p) in [(6.251, 0.10), (7.815, 0.05), (9.348, 0.025), (11.345, 0.01), (16.266, 0.001)]
        {
            let computed = upper_tail(chi_square);
            assert!((computed - p).abs() < p * 0.002, "{chi_square}: {computed} instead of {p}");
        }
    }

    #[test]
    fn even_counts_are_likely_and_one_sided_ones_are_not() {
        assert!((p_value([25; 4]) - 1.0).abs() < 1e-12);
        assert!((p_value([0; 4]) - 1.0).abs() < 1e-12);
        assert!(p_value([100, 0, 0, 0]) < 1e-12);
        assert!(p_value([1_000_000, 0, 0, 0]) < 1e-12, "no overflow on the way");
    }

    proptest! {
        #[test]
        fn a_p_value_is_a_probability(counts in prop::array::uniform4(0_usize..100_000)) {
            prop_assert!((0.0..=1.0).contains(&p_value(counts)));
        }
    }
}
