# Run the R packages that estimate the same things, where they are installed, and print one line per figure:
# package, data, figure, value, seconds. Called by bench/count.py with the folder of the tables.
folder <- commandArgs(trailingOnly = TRUE)[1]
has <- function(name) requireNamespace(name, quietly = TRUE)
say <- function(...) cat(..., sep = "\t", fill = FALSE, "\n")
captures <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))

for (name in c("Rcapture", "dga", "LCMCR", "SparseMSE", "surveillance"))
  if (!has(name)) say(name, "-", "not installed", "-", "-")

# What any search in R over all pairwise models costs at least: one call of glm per model.
for (name in c("Western", "UKdat_5")) {
  x <- captures(name)
  full <- expand.grid(rep(list(0:1), 5))[-1, ]
  names(full) <- names(x)[1:5]
  y <- merge(full, x, all.x = TRUE)
  y[is.na(y[, 6]), 6] <- 0
  pairs <- combn(5, 2)
  columns <- cbind(as.matrix(y[, 1:5]), apply(pairs, 2, function(p) y[, p[1]] * y[, p[2]]))
  took <- system.time(fits <- lapply(0:1023, function(code) {
    chosen <- c(1:5, 5 + which(bitwAnd(code, 2^(0:9)) > 0))
    suppressWarnings(glm(y[, 6] ~ columns[, chosen], family = poisson))
  }))["elapsed"]
  bic <- sapply(fits, function(f) -2 * as.numeric(logLik(f)) + f$rank * log(sum(y[, 6])))
  say("stats", name, "best BIC by 1,024 calls of glm", sum(y[, 6]) + exp(coef(fits[[which.min(bic)]])[1]), took)
}
if (has("Rcapture")) for (name in c("Western", "UKdat_5")) {
  x <- captures(name)
  took <- system.time(found <- Rcapture::closedpMS.t(as.matrix(x), dfreq = TRUE, maxorder = 2))["elapsed"]
  best <- found$results[which.min(found$results[, "BIC"]), ]
  say("Rcapture", name, "best BIC", best["abundance"], took)
}
if (has("dga")) {
  data("graphs4", package = "dga", envir = environment())
  x <- captures("Kosovo")
  y <- array(0, rep(2, 4))
  for (i in seq_len(nrow(x))) y[t(as.integer(x[i, 1:4]) + 1)] <- x[i, 5]
  unseen <- 1:(10 * sum(x[, 5]))
  took <- system.time(w <- dga::bma.cr(y, unseen, 2^-4, graphs4))["elapsed"]
  say("dga", "Kosovo", "mean", sum(colSums(w) * (unseen + sum(y))), took)
}
if (has("LCMCR")) {
  x <- captures("Kosovo")
  x[, 1:4] <- lapply(x[, 1:4], factor, levels = 0:1)
  names(x)[5] <- "Freq"
  took <- system.time({
    sampler <- LCMCR::lcmCR(x, tabulated = TRUE, K = 10, a_alpha = 0.25, b_alpha = 0.25, seed = "auto")
    draws <- LCMCR::lcmCR_PostSampl(sampler, burnin = 10000, samples = 1000, thinning = 100)
  })["elapsed"]
  ess <- length(draws) / (1 + 2 * sum(pmax(0, acf(draws, plot = FALSE, lag.max = 50)$acf[-1])))
  say("LCMCR", "Kosovo", "effective samples per second", ess / took, took)
}
if (has("surveillance")) {
  x <- read.csv(file.path(folder, "surv", "salmNewport.csv"))
  series <- surveillance::sts(observed = x$observed, epoch = as.Date(x$date), frequency = 52, epochAsDate = TRUE)
  range <- which(as.Date(x$date) >= as.Date("2011-01-03"))
  control <- list(range = range, noPeriods = 10, b = 4, w = 3, weightsThreshold = 2.58, pastWeeksNotIncluded = 26,
                  pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = 0.05)
  took <- system.time(found <- suppressWarnings(surveillance::farringtonFlexible(series, control)))["elapsed"]
  say("surveillance", "salmNewport", "sum of Farrington Flexible bounds", sum(surveillance::upperbound(found), na.rm = TRUE), took)
}
