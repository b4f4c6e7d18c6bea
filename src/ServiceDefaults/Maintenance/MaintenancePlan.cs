using Npgsql;

namespace Sagas.ServiceDefaults.Maintenance;

/// <summary>What recurs in one service's database. The scheduler has the service's name too.</summary>
sealed record MaintenancePlan(string Service, NpgsqlDataSource Database, IReadOnlyList<Pruning> Prunings);
