namespace Sagas.Load.Growing;

/// <param name="SagasPerSecond">Orders that ended.</param>
/// <param name="Cpu">Processor seconds per 1,000 of them.</param>
/// <param name="EndP99">Milliseconds from request to end.</param>
/// <param name="LogBytes">Write-ahead log of each.</param>
sealed record GrowthFigures(double SagasPerSecond, double Cpu, double EndP99, double LogBytes);
