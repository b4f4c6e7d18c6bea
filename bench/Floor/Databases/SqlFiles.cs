namespace Sagas.Floor.Databases;

static class SqlFiles
{
    /// <param name="name">Folder and file, without its ending.</param>
    public static string Read(string name)
    {
        using var reader = new StreamReader(
            typeof(SqlFiles).Assembly.GetManifestResourceStream($"{name}.sql") ?? throw new InvalidOperationException($"There is no {name}.sql."));
        return reader.ReadToEnd();
    }
}
